using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Hosting;

public sealed class RequestMemoryTests
{
    private const int Limit = 100_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Http_MoreThanTheServerHolds_Is503AndLaterOnesPass(bool gzip)
    {
        await using var server = await ServerUnderTest.StartAsync(options => options.Limits.MaxRequestBytesInFlight = Limit);

        using var large = await PostAsync(server.OtlpHttp, Request(2 * Limit), gzip);
        var small = new List<HttpStatusCode>();
        for (var i = 0; i < 5; i++)
        {
            using var answer = await PostAsync(server.OtlpHttp, Request(Limit / 3), gzip);
            small.Add(answer.StatusCode);
        }

        large.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        large.Headers.RetryAfter.ShouldNotBeNull();
        small.ShouldAllBe(status => status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Grpc_MoreThanTheServerHolds_IsUnavailableAndLaterOnesPass(bool gzip)
    {
        await using var server = await ServerUnderTest.StartAsync(options => options.Limits.MaxRequestBytesInFlight = Limit);
        using var client = new UnaryGrpcClient(server.GrpcAddress, new UnaryGrpcClientOptions { Gzip = gzip });

        var fault = await Should.ThrowAsync<GrpcException>(() => ExportAsync(client, Request(2 * Limit)));
        for (var i = 0; i < 5; i++)
        {
            await ExportAsync(client, Request(Limit / 3));
        }

        fault.Status.ShouldBe(GrpcStatusCode.Unavailable);
        fault.Message.ShouldContain("try again");
    }

    private static ExportTraceServiceRequest Request(int size) =>
        OtlpSamples.Request(OtlpSamples.Span(1, 1).With("text", new string('x', size)));

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, ExportTraceServiceRequest request, bool gzip)
    {
        using var content = new ByteArrayContent(gzip ? BoundedGzip.Compress(request.ToByteArray()) : request.ToByteArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        if (gzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        return await client.PostAsync(new Uri("/v1/traces", UriKind.Relative), content).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static Task<ExportTraceServiceResponse> ExportAsync(UnaryGrpcClient client, ExportTraceServiceRequest request) =>
        client.CallAsync(TraceServiceMethods.Export, request).WaitAsync(TimeSpan.FromSeconds(30));
}
