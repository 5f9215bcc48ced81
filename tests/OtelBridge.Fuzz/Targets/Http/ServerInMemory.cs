using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Hosting;
using OtelBridge.Store.Storage;

namespace OtelBridge.Fuzz.Targets.Http;

/// <summary>The whole server but its listeners, with a store of its own.</summary>
internal sealed class ServerInMemory : IDisposable
{
    private const int MaxRequest = 1 << 20;

    private readonly StoreFolder _folder = new();
    private readonly InMemoryServer _server = new();
    private readonly ITraceStore _store;
    private readonly WebApplication _app;

    public ServerInMemory()
    {
        _store = TraceStores.OpenAsync(_folder.Address, StoreAccess.ReadWrite, CancellationToken.None).GetAwaiter().GetResult();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IServer>(_server);
        builder.Services.AddSingleton<IHostLifetime, CallerLifetime>();
        builder.Services.AddSingleton<ILoggerFactory>(LoggerFactory.Create(logging => logging.AddProvider(Errors).SetMinimumLevel(LogLevel.Error)));
        builder.Services.AddOtelBridgeServer(_store, new OtelBridgeServerLimits { MaxRequestSize = MaxRequest });
        _app = builder.Build();
        _app.UseRouting();
        _app.MapOtelBridge();
        _app.StartAsync().GetAwaiter().GetResult();
    }

    public ErrorLog Errors { get; } = new();

    /// <summary>Gets every route.</summary>
    public IReadOnlyList<RouteEndpoint> Routes => [.. ((IEndpointRouteBuilder)_app).DataSources.SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()];

    /// <summary>Answers a request that came through one of the listeners.</summary>
    public async Task<(HttpAnswer Answer, string Route)> AnswerAsync(RequestText request, ListenerRole listener)
    {
        var features = request.ToFeatures(listener == ListenerRole.Grpc ? "HTTP/2" : "HTTP/1.1", out var answer);
        features.Set(new ListenerFeature(listener));
        await _server.ProcessAsync(features);
        await answer.CompleteAsync();
        var endpoint = features.Get<Microsoft.AspNetCore.Http.Features.IEndpointFeature>()?.Endpoint as RouteEndpoint;
        return (answer, endpoint?.RoutePattern.RawText ?? "none");
    }

    public void Dispose()
    {
        _app.StopAsync().GetAwaiter().GetResult();
        ((IDisposable)_app).Dispose();
        _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Dispose();
    }
}
