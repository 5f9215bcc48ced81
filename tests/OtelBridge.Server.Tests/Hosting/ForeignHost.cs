using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OtelBridge.Grpc;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Hosting;

/// <summary>A program of someone else's that maps OtelBridge into its own web server, over a store of the test's choice.</summary>
internal sealed class ForeignHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LogRecorder _log;

    private ForeignHost(WebApplication app, LogRecorder log)
    {
        _app = app;
        _log = log;
        var addresses = app.Urls.Select(static url => new Uri(url)).ToList();
        Http = new HttpClient { BaseAddress = addresses[0] };
        GrpcAddress = addresses[1];
        Grpc = new UnaryGrpcClient(GrpcAddress);
    }

    public HttpClient Http { get; }

    public Uri GrpcAddress { get; }

    public UnaryGrpcClient Grpc { get; }

    public IReadOnlyCollection<LogEntry> Log => _log.Entries;

    public static async Task<ForeignHost> StartAsync(ITraceStore store, Action<IServiceCollection>? services = null, Action<WebApplication>? use = null)
    {
        var log = new LogRecorder();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, static listener => listener.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, static listener => listener.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddLogging(logging => logging.AddProvider(log));
        services?.Invoke(builder.Services);
        builder.Services.AddOtelBridgeServer(store);
        var app = builder.Build();
        use?.Invoke(app);
        app.MapOtelBridge();
        app.MapPost("/theirs", static context => context.Response.WriteAsync("theirs"));
        await app.StartAsync();
        return new ForeignHost(app, log);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Grpc.Dispose();
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
