using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Client;

/// <summary>An HTTP server that answers as a test says and keeps what it was asked.</summary>
internal sealed class AnsweringServer : IAsyncDisposable
{
    private readonly LoopbackHttpServer _server;
    private readonly ConcurrentQueue<AskedRequest> _requests;

    private AnsweringServer(LoopbackHttpServer server, ConcurrentQueue<AskedRequest> requests)
    {
        _server = server;
        _requests = requests;
    }

    public Uri Address => _server.Address;

    /// <summary>What was asked, in order.</summary>
    public IReadOnlyList<AskedRequest> Requests => [.. _requests];

    /// <param name="answer">Answers the request with this number, from 0.</param>
    public static async Task<AnsweringServer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var requests = new ConcurrentQueue<AskedRequest>(); // bounded by the requests of one test
        var server = await LoopbackHttpServer.StartAsync(
            async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                var number = requests.Count;
                requests.Enqueue(new AskedRequest(
                    context.Request.Method,
                    context.Request.Path + context.Request.QueryString.ToString(),
                    context.Request.Headers.ToDictionary(static h => h.Key, static h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                    body.ToArray()));
                await answer(context, number);
            },
            HttpProtocols.Http1);
        return new AnsweringServer(server, requests);
    }

    /// <summary>A server that answers every request with what MLflow's server answered to a recorded one.</summary>
    public static Task<AnsweringServer> StartAsync(RecordedExchange recorded) => StartAsync((context, _) => AnswerAsync(context, recorded.Response));

    /// <summary>A server that gives one answer to everything.</summary>
    public static Task<AnsweringServer> StartAsync(int status, string body, string contentType = "application/json") =>
        StartAsync((context, _) => WriteAsync(context, status, body, contentType));

    public static Task WriteAsync(HttpContext context, int status, string body, string contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body)).AsTask();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Task AnswerAsync(HttpContext context, JsonElement response)
    {
        var body = response.TryGetProperty("json", out var json) ? json.GetRawText() : response.TryGetProperty("text", out var text) ? text.GetString()! : string.Empty;
        var contentType = response.GetProperty("headers").TryGetProperty("content-type", out var type) ? type.GetString()! : "text/plain";
        return WriteAsync(context, response.GetProperty("status").GetInt32(), body, contentType);
    }
}
