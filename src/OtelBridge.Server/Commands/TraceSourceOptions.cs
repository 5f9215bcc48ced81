using System.CommandLine;
using System.Globalization;
using System.Net.Security;
using OtelBridge.Server.Configuration;

namespace OtelBridge.Server.Commands;

/// <summary>The options that say where a command reads or writes: <c>--server</c> or <c>--store</c>.</summary>
internal sealed class TraceSourceOptions
{
    private const string DefaultServer = "grpc://127.0.0.1:4317";
    private const int DefaultPort = 4317;

    private readonly Option<string?> _server = new("--server")
    {
        HelpName = "grpc://HOST:PORT",
        Description = $"The server; grpcs:// for TLS. [default: {DefaultServer}, or {EnvironmentKeys.MlflowTrackingUri} when that is a grpc:// or grpcs:// address]",
    };

    private readonly Option<string?> _store = new("--store")
    {
        HelpName = "sqlite:PATH",
        Description = "The store itself instead of a server. Reading works also while a server writes it.",
    };

    private readonly ClientTlsOptions _tls = new();

    public void AddTo(Command command)
    {
        command.Options.Add(_server);
        command.Options.Add(_store);
        _tls.AddTo(command);
    }

    public async Task<ITraceSource> OpenAsync(ParseResult parsed, CancellationToken cancellationToken) => Choose(parsed) switch
    {
        (null, { } server) => new ServerTraceSource(server, TlsOf(parsed)),
        var (store, _) => await StoreTraceSource.OpenAsync(store!, cancellationToken), // one of the two is there
    };

    public async Task<ITraceTarget> OpenTargetAsync(ParseResult parsed, CancellationToken cancellationToken) => Choose(parsed) switch
    {
        (null, { } server) => new ServerTraceTarget(server, TlsOf(parsed)),
        var (store, _) => await StoreTraceTarget.OpenAsync(store!, cancellationToken),
    };

    private Action<SslClientAuthenticationOptions> TlsOf(ParseResult parsed) => _tls.Read(parsed, Variable(EnvironmentKeys.MlflowServerCertPath), Variable(EnvironmentKeys.MlflowClientCertPath));

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    private (string? Store, Uri? Server) Choose(ParseResult parsed)
    {
        var server = parsed.GetValue(_server);
        var store = parsed.GetValue(_store);
        if (server is not null && store is not null)
        {
            throw new UsageException("--server and --store exclude each other.");
        }

        return store is not null ? (store, null) : (null, ReadAddress(server ?? FromEnvironment() ?? DefaultServer));
    }

    private static string? FromEnvironment() =>
        Environment.GetEnvironmentVariable(EnvironmentKeys.MlflowTrackingUri) is { } uri
        && (uri.StartsWith("grpc://", StringComparison.OrdinalIgnoreCase) || uri.StartsWith("grpcs://", StringComparison.OrdinalIgnoreCase))
            ? uri
            : null;

    private static Uri ReadAddress(string text)
    {
        var uri = Uri.TryCreate(text, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0 ? parsed : null;
        var scheme = uri?.Scheme switch
        {
            "grpc" or "http" => Uri.UriSchemeHttp,
            "grpcs" or "https" => Uri.UriSchemeHttps,
            _ => throw new UsageException($"'{text}' is not the address of a server; write grpc://HOST:PORT, or grpcs://HOST:PORT for TLS."),
        };

        // Only host and port: user info would end up in messages. A port that is not written is ours, not the scheme's.
        var hasPort = uri.Port > 0 && uri.OriginalString.TrimEnd('/').EndsWith(string.Create(CultureInfo.InvariantCulture, $":{uri.Port}"), StringComparison.Ordinal);
        return new UriBuilder(scheme, uri.Host, hasPort ? uri.Port : DefaultPort).Uri;
    }
}
