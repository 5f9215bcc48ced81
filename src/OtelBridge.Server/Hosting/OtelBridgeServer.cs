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
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Server.Health;
using OtelBridge.Server.Tls;
using OtelBridge.Store.Masking;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Server.Hosting;

/// <summary>A running server with its store: what <c>otelbridge serve</c> runs, and what a program embeds.</summary>
/// <remarks>Reads nothing but its options: no configuration files, no environment, no signals.</remarks>
public sealed class OtelBridgeServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ITraceStore _store;
    private readonly KestrelListeners _listeners;
    private readonly TimeSpan _drainTime;
    private int _stopped;

    private OtelBridgeServer(WebApplication app, ITraceStore store, KestrelListeners listeners, TimeSpan drainTime)
    {
        _drainTime = drainTime;
        _app = app;
        _store = store;
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
    public string StoreDescription => _store.Description;

    /// <summary>Gets everything that can be asked of it.</summary>
    internal IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Opens the store and starts to listen. When it fails, nothing stays open.</summary>
    /// <exception cref="StoreException">The store cannot be opened; the message says what to do.</exception>
    /// <exception cref="InvalidOperationException">It would be open to other machines, see <see cref="AccessOptions"/>.</exception>
    /// <exception cref="ListenException">A listener cannot be opened, or a file of its TLS cannot be used; the message says what to do.</exception>
    public static async Task<OtelBridgeServer> StartAsync(OtelBridgeServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.FindAccessFault() is { } fault)
        {
            throw new InvalidOperationException(fault);
        }

        // Before the store, which a start may migrate.
        var tls = options.Tls is { } settings ? new TlsKeeper(settings, TimeProvider.System, (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<TlsKeeper>()) : null;
        var store = MaskedTraceStore.Over(await TraceStores.OpenAsync(options.Store, StoreAccess.ReadWrite, cancellationToken), options.Masking);
        try
        {
            return await StartAsync(options, tls, store, cancellationToken);
        }
        catch
        {
            await store.DisposeAsync();
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
            await _store.DisposeAsync();
        }
    }

    private static async Task<OtelBridgeServer> StartAsync(OtelBridgeServerOptions options, TlsKeeper? tls, ITraceStore store, CancellationToken cancellationToken)
    {
        if (options.Access.IsRequired)
        {
            await FirstAdmin.EnsureAsync(CatalogOf(store), options.Access, cancellationToken);
        }

        var listeners = new KestrelListeners(options, tls);
        var app = Build(options, tls, store, listeners);
        try
        {
            await app.StartAsync(cancellationToken);
            return new OtelBridgeServer(app, store, listeners, options.DrainTime);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static IAccessCatalog CatalogOf(ITraceStore store) => ((IAccessStore)MaskedTraceStore.Under(store)).Access; // every store that an address names

    private static WebApplication Build(OtelBridgeServerOptions options, TlsKeeper? tls, ITraceStore store, KestrelListeners listeners)
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
        if (options.Access.IsRequired)
        {
            builder.Services.AddAccess(store, CatalogOf(store), options.Access);
        }

        builder.Services.AddOtelBridgeServer(store, options.Limits, options.Retention, options.Prices);
        var app = builder.Build();
        if (prefix.Length > 0)
        {
            app.UsePathPrefix(prefix);
        }

        app.UseAnswerHeaders(tls?.HstsMaxAge ?? TimeSpan.Zero);
        app.UsePartialAnswers();
        app.UseRouting(); // after the path is what routes know
        if (options.Access.IsRequired)
        {
            app.UseAccessGate();
        }

        app.UseLostPages(static context => context.Features.Get<ListenerFeature>()?.Role == ListenerRole.Http);

        app.MapOtelBridge();
        return app;
    }
}
