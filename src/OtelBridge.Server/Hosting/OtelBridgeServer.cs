using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using OtelBridge.Server.Configuration;
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
    private int _stopped;

    private OtelBridgeServer(WebApplication app, ITraceStore store, KestrelListeners listeners)
    {
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

    /// <summary>Opens the store and starts to listen. When it fails, nothing stays open.</summary>
    /// <exception cref="StoreException">The store cannot be opened; the message says what to do.</exception>
    /// <exception cref="ListenException">A listener cannot be opened; the message says what to do.</exception>
    public static async Task<OtelBridgeServer> StartAsync(OtelBridgeServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var store = MaskedTraceStore.Over(await TraceStores.OpenAsync(options.Store, StoreAccess.ReadWrite, cancellationToken), options.Masking);
        try
        {
            return await StartAsync(options, store, cancellationToken);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops: no new calls, calls in flight are finished, the store is closed with everything acknowledged on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        try
        {
            await _app.StopAsync();
        }
        finally
        {
            await _app.DisposeAsync();
            await _store.DisposeAsync();
        }
    }

    private static async Task<OtelBridgeServer> StartAsync(OtelBridgeServerOptions options, ITraceStore store, CancellationToken cancellationToken)
    {
        var listeners = new KestrelListeners(options);
        var app = Build(options, store, listeners);
        try
        {
            await app.StartAsync(cancellationToken);
            return new OtelBridgeServer(app, store, listeners);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Build(OtelBridgeServerOptions options, ITraceStore store, KestrelListeners listeners)
    {
        if (!PathPrefix.TryParse(options.PathPrefix, out var prefix))
        {
            throw new ArgumentException($"The path prefix '{options.PathPrefix}' is not a path; write one like {PathPrefix.Form}.", nameof(options));
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<KestrelServerOptions>(listeners.Configure);
        builder.Services.Configure<SocketTransportOptions>(listeners.Configure);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        builder.Services.AddSingleton(options.LoggerFactory ?? NullLoggerFactory.Instance);
        builder.Services.AddSingleton(listeners);
        builder.Services.AddOtelBridgeServer(store, options.Limits, options.Retention, options.Prices);
        var app = builder.Build();
        if (prefix.Length > 0)
        {
            app.UsePathPrefix(prefix);
        }

        app.UsePartialAnswers();
        app.UseLostPages(static context => context.Features.Get<ListenerFeature>()?.Role == ListenerRole.Http);
        app.UseRouting(); // after the path is what routes know

        app.MapOtelBridge();
        return app;
    }
}
