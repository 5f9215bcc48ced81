using System.Net;
using System.Text;
using System.Text.Json;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Configuration;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Jaeger;

/// <summary>A real server with its Jaeger listener, and a client of it.</summary>
internal sealed class JaegerUnderTest : IAsyncDisposable
{
    private readonly HttpClient _http;

    private JaegerUnderTest(ServerUnderTest server)
    {
        Server = server;
        _http = new HttpClient { BaseAddress = server.Server.JaegerAddress };
    }

    public ServerUnderTest Server { get; }

    public static async Task<JaegerUnderTest> StartAsync(Action<OtelBridgeServerOptions>? configure = null) => new(await ServerUnderTest.StartAsync(options =>
    {
        options.Jaeger = ListenAddress.AnyLoopbackPort;
        configure?.Invoke(options);
    }));

    /// <summary>Stores spans of a service; null is one without a name.</summary>
    public Task IngestAsync(string? service, params IEnumerable<Span> spans)
    {
        var request = OtlpSamples.Request(spans);
        var resource = request.ResourceSpans[0].Resource;
        resource.Attributes.Clear();
        if (service is not null)
        {
            resource.Attributes.Add(OtlpSamples.Attribute("service.name", service));
        }

        return IngestAsync(request);
    }

    public Task IngestAsync(ExportTraceServiceRequest request) => Server.Grpc.CallAsync(TraceServiceMethods.Export, request);

    public async Task<(HttpStatusCode Status, JsonElement Body)> CallAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request).WaitAsync(TimeSpan.FromMinutes(1));
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
    }

    /// <summary>Reads, and expects success.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await CallAsync("GET", path);
        status.ShouldBe(HttpStatusCode.OK, $"{path}: {body}");
        return body;
    }

    /// <summary>Reads, and expects a failure in the words of the API that is called; gives its message.</summary>
    public async Task<string> FailsAsync(string path, HttpStatusCode status, string method = "GET", string? body = null)
    {
        var (found, answer) = await CallAsync(method, path, body);
        found.ShouldBe(status, $"{path}: {answer}");
        if (path.StartsWith("/api/v3/", StringComparison.Ordinal))
        {
            answer.GetProperty("error").GetProperty("httpCode").GetInt32().ShouldBe((int)status);
            return answer.GetProperty("error").GetProperty("message").GetString()!;
        }

        answer.GetProperty("data").ValueKind.ShouldBe(JsonValueKind.Null);
        var error = answer.GetProperty("errors").EnumerateArray().ShouldHaveSingleItem();
        error.GetProperty("code").GetInt32().ShouldBe((int)status);
        return error.GetProperty("msg").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
