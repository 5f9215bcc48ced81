using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OtelBridge.TestSupport;

/// <summary>Kestrel on a free port of 127.0.0.1 with one handler for every request: a peer that a test can tell to misbehave.</summary>
public sealed class LoopbackHttpServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, byte> _connections;

    private LoopbackHttpServer(WebApplication app, ConcurrentDictionary<string, byte> connections)
    {
        _app = app;
        _connections = connections;
        Address = new Uri(app.Urls.Single());
    }

    public Uri Address { get; }

    /// <summary>How many connections have carried a request.</summary>
    public int ConnectionCount => _connections.Count;

    /// <param name="handler">Answers every request.</param>
    /// <param name="protocols">What is spoken.</param>
    /// <param name="configure">Changes the listener, e.g. adds TLS.</param>
    public static async Task<LoopbackHttpServer> StartAsync(RequestDelegate handler, HttpProtocols protocols = HttpProtocols.Http2, Action<ListenOptions>? configure = null)
    {
        // Bounded by the connections of one test.
        var connections = new ConcurrentDictionary<string, byte>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                configure?.Invoke(listen);
            });
        });
        var app = builder.Build();
        app.Run(context =>
        {
            connections.TryAdd(context.Connection.Id, 0);
            return handler(context);
        });
        await app.StartAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return new LoopbackHttpServer(app, connections);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
