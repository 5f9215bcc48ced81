using System.CommandLine;
using Microsoft.Extensions.Logging;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Security;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Retention;

namespace OtelBridge.Server.Commands;

/// <summary><c>otelbridge serve</c>: runs the server until a signal stops it.</summary>
internal sealed class ServeCommand
{
    private const string AddressName = "HOST:PORT";

    private readonly Option<string?> _store = new("--store")
    {
        HelpName = "sqlite:PATH|postgresql://…",
        Description = $"The store: sqlite:PATH, postgresql://USER:PASSWORD@HOST:PORT/DATABASE, postgres:KEY=VALUE;… or clickhouse:http://USER:PASSWORD@HOST:PORT/DATABASE?catalog=… (docs/clickhouse.md) [default: {DefaultStore.Address}; variable {EnvironmentKeys.Store}]",
    };

    private readonly Option<string?> _grpc = Listener(
        ListenerNames.Grpc, $"Where gRPC listens: OTLP and tracking. [default: 127.0.0.1:4317; variable {EnvironmentKeys.Grpc}]");

    private readonly Option<string?> _otlpHttp = Listener(
        ListenerNames.OtlpHttp, $"Where OTLP over HTTP listens. [default: 127.0.0.1:4318; variable {EnvironmentKeys.OtlpHttp}]");

    private readonly Option<string?> _http = Listener(
        ListenerNames.Http, $"Where plain HTTP listens, which also takes OTLP. [default: 127.0.0.1:5000; variable {EnvironmentKeys.Http}]");

    private readonly Option<string?> _jaeger = Listener(
        ListenerNames.Jaeger, $"Where Jaeger's query API is served, e.g. 127.0.0.1:16686. [default: off; variable {EnvironmentKeys.Jaeger}]");

    private readonly Option<string?> _zipkin = Listener(
        ListenerNames.Zipkin, $"Where Zipkin's API is served, reads and intake, e.g. 127.0.0.1:9411. [default: off; variable {EnvironmentKeys.Zipkin}]");

    private readonly ServeTlsOptions _tls = new();

    private readonly ServeAuditOptions _audit = new();

    private readonly ServeOpenIdConnectOptions _openIdConnect = new();

    private readonly Option<string?> _pathPrefix = new("--path-prefix")
    {
        HelpName = "PATH",
        Description = $"The path under which a proxy shows the pages, e.g. /otel. [default: none; variable {EnvironmentKeys.PathPrefix}]",
    };

    private readonly Option<string?> _retain = new("--retain")
    {
        HelpName = "AGE",
        Description = $"How long traces are kept after their start, e.g. 30d or 12h. [default: forever; variable {EnvironmentKeys.Retain}; tag {RetentionLimits.AgeTag} of an experiment]",
    };

    private readonly Option<string?> _retainSize = new("--retain-size")
    {
        HelpName = "SIZE",
        Description = $"How much payload each experiment keeps, the newest, e.g. 10GB. [default: forever; variable {EnvironmentKeys.RetainSize}; tag {RetentionLimits.SizeTag} of an experiment]",
    };

    private readonly Option<string?> _prices = new("--prices")
    {
        HelpName = "FILE",
        Description = $"What tokens cost, as JSON; models that are not in it cost what OtelBridge's own table says. [default: that table; variable {EnvironmentKeys.PricesFile}]",
    };

    private readonly Option<bool> _auth = new("--auth")
    {
        Description = $"Asks everybody who they are: API keys, names with passwords. Makes the person admin when there is nobody yet, and prints the password unless {EnvironmentKeys.AdminPassword} has it. [variable {EnvironmentKeys.Auth}=true]",
    };

    private readonly Option<bool> _allowEverybody = new("--allow-everybody")
    {
        Description = $"Lets a server without --auth listen where other machines reach it: whoever comes reads and changes every trace. [variable {EnvironmentKeys.AllowEverybody}=true]",
    };

    private readonly Option<string?> _defaultPermission = new("--default-permission")
    {
        HelpName = "PERMISSION",
        Description = $"With --auth: what people may do with experiments that nobody has granted them anything for: NO_PERMISSIONS, READ, EDIT, MANAGE. [default: NO_PERMISSIONS; variable {EnvironmentKeys.DefaultPermission}]",
    };

    private readonly Option<string?> _trustedProxies = new("--trusted-proxies")
    {
        HelpName = "ADDRESS,…",
        Description = $"With --auth: proxies that have asked people who they are, as addresses or networks. [default: none; variable {EnvironmentKeys.TrustedProxies}]",
    };

    private readonly Option<string?> _userHeader = new("--user-header")
    {
        HelpName = "NAME",
        Description = $"With --auth: the header in which these proxies say it, e.g. X-Forwarded-User. [default: none; variable {EnvironmentKeys.UserHeader}]",
    };

    private readonly Option<string[]> _workspaces = new("--workspace")
    {
        HelpName = WorkspaceDeclarations.Form,
        Description = $"With --auth: a workspace, with a store of its own; --store is the workspace default. May be given again (docs/security/workspaces.md). [default: none; variable {EnvironmentKeys.Workspaces}, with ; between them]",
    };

    private readonly Option<string?> _quota = new("--quota")
    {
        HelpName = "NAME=VALUE,…",
        Description = $"How much each caller may ask for: {QuotaField.Names}; a key may have its own (docs/security/quotas.md). [default: no limit; variable {EnvironmentKeys.Quota}]",
    };

    private readonly Option<string[]> _workspaceQuotas = new("--workspace-quota")
    {
        HelpName = WorkspaceQuotaDeclarations.Form,
        Description = $"How much all callers of a workspace may ask for together, beside what each of them may; --store is the workspace default. May be given again. [default: no limit; variable {EnvironmentKeys.WorkspaceQuotas}, with ; between them]",
    };

    private readonly Option<string?> _drain = new("--drain")
    {
        HelpName = "SECONDS",
        Description = $"How long a stop says at /readyz that it is one, and goes on working, before it closes the listeners. [default: 0; variable {EnvironmentKeys.Drain}]",
    };

    private readonly Option<string?> _mask = new("--mask")
    {
        HelpName = "FILE",
        Description = $"What the store may not hold, as JSON: it is masked before it is stored (docs/security/masking.md). [default: nothing; variable {EnvironmentKeys.Mask}]",
    };

    public ServeCommand()
    {
        Command = new Command(
            "serve",
            "Runs the server. Port 0 takes a free port, 'off' switches a listener off. Prints the addresses, then 'ready'; SIGTERM and Ctrl+C stop it.")
        {
            _store, _grpc, _otlpHttp, _http, _jaeger, _zipkin, _pathPrefix, _retain, _retainSize, _prices, _drain, _mask,
            _auth, _allowEverybody, _defaultPermission, _trustedProxies, _userHeader, _workspaces, _quota, _workspaceQuotas,
        };
        _tls.AddTo(Command);
        _audit.AddTo(Command);
        _openIdConnect.AddTo(Command);
        Command.SetAction((parsed, _) => RunAsync(ReadSettings(parsed)));
    }

    public Command Command { get; }

    public ServeSettings ReadSettings(ParseResult parsed)
    {
        var settings = new ServeSettings(Environment.GetEnvironmentVariable);
        settings.Read(parsed.GetValue(_store), parsed.GetValue(_grpc), parsed.GetValue(_otlpHttp), parsed.GetValue(_http));
        settings.ReadViewers(parsed.GetValue(_jaeger), parsed.GetValue(_zipkin));
        _tls.Read(parsed, settings);
        settings.ReadPathPrefix(parsed.GetValue(_pathPrefix));
        settings.ReadRetention(parsed.GetValue(_retain), parsed.GetValue(_retainSize));
        settings.ReadPrices(parsed.GetValue(_prices));
        settings.ReadMasking(parsed.GetValue(_mask));
        _audit.Read(parsed, settings);
        settings.ReadDrain(parsed.GetValue(_drain));
        settings.ReadQuota(parsed.GetValue(_quota));
        settings.ReadAccess(
            parsed.GetValue(_auth), parsed.GetValue(_allowEverybody), parsed.GetValue(_defaultPermission), parsed.GetValue(_trustedProxies), parsed.GetValue(_userHeader));
        _openIdConnect.Read(parsed, settings);
        settings.ReadWorkspaces(parsed.GetValue(_workspaces) ?? []);
        settings.ReadWorkspaceQuotas(parsed.GetValue(_workspaceQuotas) ?? []);
        return settings;
    }

    private static async Task<int> RunAsync(ServeSettings settings)
    {
        if (settings.Errors.Count > 0)
        {
            throw new UsageException(settings.Errors);
        }

        using var log = CreateLog();
        settings.Options.LoggerFactory = log;
        string? adminPassword = null;
        settings.Options.Access.AdminPasswordMade = made => adminPassword = made;
        using var stop = new StopSignals();
        try
        {
            await using var server = await OtelBridgeServer.StartAsync(settings.Options, stop.Token);
            Announce(server, settings.Options, adminPassword);
            await UntilCancelledAsync(stop.Token);

            // A second signal does what the system does: end at once.
            stop.Dispose();
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            // Told to stop before the start was over: that is a stop like any other.
        }

        return ExitCodes.Ok;
    }

    private static void Announce(OtelBridgeServer server, OtelBridgeServerOptions options, string? adminPassword)
    {
        Print(ListenerNames.Grpc, server.GrpcAddress, "OTLP and tracking");
        Print(ListenerNames.OtlpHttp, server.OtlpHttpAddress, "OTLP: POST /v1/traces");
        Print(ListenerNames.Http, server.HttpAddress, "UI, MLflow REST, OTLP, health");
        Print(ListenerNames.Jaeger, server.JaegerAddress, "Jaeger's query API, for its UI and Grafana");
        Print(ListenerNames.Zipkin, server.ZipkinAddress, "Zipkin's API, for its reporters, its UI and Grafana");
        Console.Out.WriteLine($"{"store",-10} {TerminalText.Clean(server.StoreDescription)}");
        foreach (var (workspace, store) in server.WorkspaceDescriptions)
        {
            Console.Out.WriteLine($"{"workspace",-10} {workspace} {TerminalText.Clean(store)}");
        }

        if (adminPassword is not null)
        {
            Console.Out.WriteLine($"{"password",-10} {adminPassword}   of {FirstAdmin.Name}; shown this once");
        }

        foreach (var (role, address) in options.Listeners().Where(listener => !options.Access.IsRequired && !listener.Address.IsLoopback))
        {
            Console.Error.WriteLine($"warning: {ListenerNames.Of(role)} listens on {address}, and nobody is asked who they are: whoever reaches it reads and changes traces.");
        }

        Console.Out.WriteLine("ready");
        Console.Out.Flush();
    }

    private static void Print(string name, Uri? address, string purpose)
    {
        if (address is not null)
        {
            Console.Out.WriteLine($"{name,-10} {address.GetLeftPart(UriPartial.Authority)}   {purpose}");
        }
    }

    private static Task UntilCancelledAsync(CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(cancelled.SetResult);
        return cancelled.Task;
    }

    // To the error stream, so that the addresses and 'ready' stay alone on the other.
    private static ILoggerFactory CreateLog() => LoggerFactory.Create(static builder => builder
        .SetMinimumLevel(LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("System", LogLevel.Warning)
        // A warning for each connection that is closed because there are too many; ours says it once a minute.
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Error)
        // A start that fails is reported by the command itself, in one line instead of a stack trace.
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
        .AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
        })
        .AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace));

    private static Option<string?> Listener(string name, string description) =>
        new($"--{name}") { HelpName = AddressName, Description = description };
}
