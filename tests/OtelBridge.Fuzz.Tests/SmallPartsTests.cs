using System.Net;
using System.Net.Http.Headers;
using System.Text;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;

namespace OtelBridge.Fuzz.Tests;

/// <summary>A request of many empty messages takes fifty times its bytes once it is decoded; the limit of a request counts what it becomes, on every wire.</summary>
public sealed class SmallPartsTests : IAsyncLifetime
{
    private const int MaxRequest = 1 << 20;
    private const int TooMany = (MaxRequest / MessageParts.Bytes) + (1 << 16);

    private ServerUnderTest _server = null!; // made before each test

    public async Task InitializeAsync() => _server = await ServerUnderTest.StartAsync(options => options.Limits.MaxRequestSize = MaxRequest);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task OtlpProtobuf_TooManyEmptyResources_IsTooLarge() => (await PostAsync("application/x-protobuf", Empty(TooMany))).ShouldBe(HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task OtlpProtobuf_AsManyAsTheLimitAllows_IsTaken() =>
        (await PostAsync("application/x-protobuf", Empty(MaxRequest / MessageParts.Bytes))).ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task OtlpJson_TooManyEmptyObjects_IsTooLarge()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"resourceSpans":[{{string.Join(',', Enumerable.Repeat("{}", TooMany))}}]}""");

        (await PostAsync("application/json", body)).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Grpc_TooManyEmptyResources_IsResourceExhausted()
    {
        using var http = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server.GrpcAddress, TraceServiceMethods.Export.Path)) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var frame = new byte[GrpcFrame.HeaderSize + (2 * TooMany)];
        Empty(TooMany).CopyTo(frame, GrpcFrame.HeaderSize);
        request.Content = new ReadOnlyMemoryContent(GrpcFrame.Seal(frame, gzip: false)) { Headers = { ContentType = new MediaTypeHeaderValue(GrpcHeaders.ContentType) } };

        using var response = await http.SendAsync(request);

        response.Headers.GetValues(GrpcHeaders.Status).ShouldBe([((int)GrpcStatusCode.ResourceExhausted).ToString(System.Globalization.CultureInfo.InvariantCulture)]);
    }

    // Field 1, no bytes: a resource with nothing in it.
    private static byte[] Empty(int resources)
    {
        var body = new byte[2 * resources];
        for (var i = 0; i < body.Length; i += 2)
        {
            body[i] = 0x0A;
        }

        return body;
    }

    private async Task<HttpStatusCode> PostAsync(string type, byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        using var response = await _server.OtlpHttp.PostAsync(new Uri("/v1/traces", UriKind.Relative), content);
        return response.StatusCode;
    }
}
