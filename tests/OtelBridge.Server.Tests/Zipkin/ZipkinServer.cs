using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Configuration;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Zipkin;

/// <summary>A server with Zipkin's listener on, and a client that talks to it as reporters and user interfaces do.</summary>
internal sealed class ZipkinServer : IAsyncDisposable
{
    public const string Json = "application/json";
    public const string Protobuf = "application/x-protobuf";

    private readonly ServerUnderTest _server;

    private ZipkinServer(ServerUnderTest server)
    {
        _server = server;
        Http = new HttpClient { BaseAddress = server.Server.ZipkinAddress };
    }

    public HttpClient Http { get; }

    public UnaryGrpcClient Grpc => _server.Grpc;

    public string StoreAddress => _server.StoreAddress;

    public static async Task<ZipkinServer> StartAsync(Action<OtelBridgeServerOptions>? configure = null) => new(await ServerUnderTest.StartAsync(options =>
    {
        options.Zipkin = ListenAddress.AnyLoopbackPort;
        configure?.Invoke(options);
    }));

    public void ExpectErrors() => _server.ExpectErrors();

    public Task<HttpResponseMessage> PostAsync(byte[] body, string? contentType = Json, string? encoding = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return Http.PostAsync(new Uri("/api/v2/spans", UriKind.Relative), content);
    }

    /// <summary>Reports spans, which are taken.</summary>
    public async Task ReportAsync(string json)
    {
        using var answer = await PostAsync(Encoding.UTF8.GetBytes(json));
        (answer.StatusCode, await answer.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.Accepted, ""));
    }

    /// <summary>Sends spans by OTLP.</summary>
    public Task ExportAsync(params IEnumerable<Span> spans) => ExportAsync("tests", spans);

    /// <inheritdoc cref="ExportAsync(IEnumerable{Span})"/>
    public async Task ExportAsync(string service, params IEnumerable<Span> spans)
    {
        var request = OtlpSamples.Request(spans);
        request.ResourceSpans[0].Resource.Attributes[0].Value.StringValue = service;
        await Grpc.CallAsync(TraceServiceMethods.Export, request);
    }

    /// <summary>Reads what is there.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(Json);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Reads a list of texts.</summary>
    public async Task<string[]> GetTextsAsync(string path) => [.. (await GetAsync(path)).AsArray().Select(static item => (string)item!)];

    /// <summary>Asks for what is refused or not there, and gives the answer's status and text.</summary>
    public async Task<(HttpStatusCode Status, string Text)> FailAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public ValueTask DisposeAsync()
    {
        Http.Dispose();
        return _server.DisposeAsync();
    }
}
