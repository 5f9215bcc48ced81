using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Interop.Tests.Emitters;

/// <summary>One OTLP/HTTP address in front of a server on each kind of store: each of them gets what an emitter sends once, and all of them must make the same of it.</summary>
internal sealed class EveryStore : IAsyncDisposable
{
    private readonly IReadOnlyList<ServerUnderTest> _servers;
    private readonly LoopbackHttpServer _front;

    private EveryStore(IReadOnlyList<ServerUnderTest> servers, LoopbackHttpServer front) => (_servers, _front) = (servers, front);

    public Uri Address => _front.Address;

    public static async Task<EveryStore> StartAsync()
    {
        var servers = await Task.WhenAll(TestStore.Kinds.Select(static kind => ServerUnderTest.StartAsync(on: kind)));
        return new EveryStore(servers, await LoopbackHttpServer.StartAsync(context => ForwardAsync(servers, context), HttpProtocols.Http1));
    }

    /// <summary>The traces in the order in which they began.</summary>
    public async Task<IReadOnlyList<Trace>> ReadAsync()
    {
        var answers = new List<IReadOnlyList<Trace>>();
        foreach (var server in _servers)
        {
            answers.Add(await ReadAsync(server));
        }

        foreach (var (kind, traces) in TestStore.Kinds.Zip(answers))
        {
            traces.ShouldBe(answers[0], kind);
        }

        return answers[0];
    }

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private static async Task ForwardAsync(IReadOnlyList<ServerUnderTest> servers, HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        foreach (var server in servers)
        {
            using var content = new ByteArrayContent(body.ToArray());
            foreach (var header in context.Request.Headers.Where(static header => header.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) && header.Key != "Content-Length"))
            {
                content.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string?>)header.Value);
            }

            using var response = await server.OtlpHttp.PostAsync(new Uri(context.Request.Path, UriKind.Relative), content);
            if (!response.IsSuccessStatusCode || server == servers[^1])
            {
                context.Response.StatusCode = (int)response.StatusCode;
                context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
                await context.Response.Body.WriteAsync(await response.Content.ReadAsByteArrayAsync());
                return;
            }
        }
    }

    private static async Task<IReadOnlyList<Trace>> ReadAsync(ServerUnderTest server)
    {
        var found = await server.Grpc.CallAsync(TrackingServiceMethods.SearchTraces, new SearchTracesRequest { MaxResults = 100 });
        var ids = found.Traces.Select(static trace => trace.TraceId).Reverse();
        return (await server.Grpc.CallAsync(TrackingServiceMethods.BatchGetTraces, new BatchGetTracesRequest { TraceIds = { ids } })).Traces;
    }
}
