using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Quotas;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Server.Health;
using OtelBridge.Server.Tls;
using OtelBridge.Server.Workspaces;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Masking;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Server.Hosting;

/// <summary>A running server with its store: what <c>otelbridge serve</c> runs, and what a program embeds.</summary>
/// <remarks>Reads nothing but its options: no configuration files, no environment, no signals.</remarks>
public sealed class OtelBridgeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IReadOnlyList<Workspace> _workspaces; // the default one first
    private readonly KestrelListeners _listeners;
    private readonly TimeSpan _drainTime;
    private int _stopped;

    private OtelBridgeServer(WebApplication app, IReadOnlyList<Workspace> workspaces, KestrelListeners listeners, TimeSpan drainTime)
    {
        _drainTime = drainTime;
        _app = app;
        _workspaces = workspaces;
        _listeners = listeners;
    }

    /// <summary>Gets where gRPC listens, with the port that was really taken; null when it is switched off.</summary>
    public Uri? GrpcAddress => _listeners.AddressOf(ListenerRole.Grpc);

    /// <summary>Gets where OTLP over HTTP listens; null when it is switched off.</summary>
    public Uri? OtlpHttpAddress => _listeners.AddressOf(ListenerRole.OtlpHttp);

    /// <summary>Gets where plain HTTP listens; null when it is switched off.</summary>
    public Uri? HttpAddress => _listeners.AddressOf(ListenerRole.Http);

    /// <summary>Gets where Jaeger's query API is served; null when it is switched off.</summary>
    public Uri? JaegerAddress => _listeners.AddressOf(ListenerRole.Jaeger);

    /// <summary>Gets where Zipkin's API is served; null when it is switched off.</summary>
    public Uri? ZipkinAddress => _listeners.AddressOf(ListenerRole.Zipkin);

    /// <summary>Gets the address of the store, for people to read.</summary>
    public string StoreDescription => _workspaces[0].Store.Description;

    /// <summary>Gets the addresses of the stores of further workspaces by their names, for people to read.</summary>
    public IReadOnlyList<(string Workspace, string Store)> WorkspaceDescriptions => [.. _workspaces.Skip(1).Select(static workspace => (workspace.Name, workspace.Store.Description))];

    /// <summary>Gets everything that can be asked of it.</summary>
    internal IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Opens the stores and starts to listen. When it fails, nothing stays open.</summary>
    /// <exception cref="StoreException">A store cannot be opened; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException">It would be open to other machines, see <see cref="AccessOptions"/>, or its workspaces to each other.</exception>
    /// <exception cref="ListenException">A listener cannot be opened, or a file of its TLS cannot be used; the message says what to do.</exception>
    public static async Task<OtelBridgeServer> StartAsync(OtelBridgeServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if ((options.FindAccessFault() ?? WorkspaceDeclarations.FindFaults(options).Concat(WorkspaceQuotaDeclarations.FindFaults(options)).FirstOrDefault()) is { } fault)
        {
            throw new InvalidOperationException(fault);
        }

        // Before the store, which a start may migrate.
        var tls = options.Tls is { } settings ? new TlsKeeper(settings, TimeProvider.System, (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<TlsKeeper>()) : null;
        var workspaces = await OpenWorkspaces.OpenAsync(options, cancellationToken);
        try
        {
            return await StartAsync(options, tls, workspaces, cancellationToken);
        }
        catch
        {
            await OpenWorkspaces.CloseAsync(workspaces);
            throw;
        }
    }

    /// <summary>Stops: says that it is not ready for as long as the options say, then takes no new calls; calls in flight are finished, the store is closed with everything acknowledged on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        try
        {
            _app.Services.GetRequiredService<Readiness>().Drain();
            await Task.Delay(_drainTime);
            await _app.StopAsync();
        }
        finally
        {
            await _app.DisposeAsync();
            await OpenWorkspaces.CloseAsync(_workspaces);
        }
    }

    private static async Task<OtelBridgeServer> StartAsync(OtelBridgeServerOptions options, TlsKeeper? tls, IReadOnlyList<Workspace> workspaces, CancellationToken cancellationToken)
    {
        if (options.Access.IsRequired)
        {
            await FirstAdmin.EnsureAsync(AccessOf(workspaces), options.Access, cancellationToken);
        }

        var listeners = new KestrelListeners(options, tls);
        var app = Build(options, tls, workspaces, listeners);
        try
        {
            await app.StartAsync(cancellationToken);
            return new OtelBridgeServer(app, workspaces, listeners, options.DrainTime);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    // People, keys and the audit log of every workspace are in the default one. Every store that an address names has them.
    private static IAccessStore AccessOf(IReadOnlyList<Workspace> workspaces) => (IAccessStore)MaskedTraceStore.Under(workspaces[0].Store);

    private static WebApplication Build(OtelBridgeServerOptions options, TlsKeeper? tls, IReadOnlyList<Workspace> workspaces, KestrelListeners listeners)
    {
        if (!PathPrefix.TryParse(options.PathPrefix, out var prefix))
        {
            throw new ArgumentException($"The path prefix '{options.PathPrefix}' is not a path; write one like {PathPrefix.Form}.", nameof(options));
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<KestrelServerOptions>(listeners.Configure);
        builder.Services.Configure<SocketTransportOptions>(listeners.Configure);
        builder.Services.AddSingleton<IConnectionListenerFactory, BoundedListeners>(); // the last one is asked first
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        builder.Services.AddSingleton(options.LoggerFactory ?? NullLoggerFactory.Instance);
        builder.Services.AddSingleton(listeners);
        builder.Services.AddSingleton(options.Time);
        var visible = options.Access.IsRequired ? builder.Services.AddAccess(workspaces, AccessOf(workspaces).Access, options.Access, options.Time) : workspaces[0].Store;
        builder.Services.AddSingleton(visible);
        if (options.CountsCallers)
        {
            builder.Services.AddQuotas(visible, AccessOf(workspaces).Access.Quotas, options.Quota, options.WorkspaceQuotas.ToDictionary(), options.Time);
        }

        if (options.HasAudit)
        {
            builder.Services.AddAudit(AccessOf(workspaces).Audit, options.Audit);
        }

        builder.Services.AddOtelBridgeServer(workspaces[0].Store, options.Limits, options.Retention, options.Prices);
        var app = builder.Build();
        if (prefix.Length > 0)
        {
            app.UsePathPrefix(prefix);
        }

        app.UseAnswerHeaders(tls?.HstsMaxAge ?? TimeSpan.Zero);
        app.UsePartialAnswers();
        app.UseRouting(); // after the path is what routes know
        if (options.HasAudit)
        {
            app.UseAudit();
        }

        if (options.Access.IsRequired)
        {
            app.UseAccessGate();
        }

        if (options.CountsCallers)
        {
            app.UseQuotas();
        }

        app.UseLostPages(static context => context.Features.Get<ListenerFeature>()?.Role == ListenerRole.Http);

        app.MapOtelBridge();
        return app;
    }
}
