using System.Net.Http.Headers;
using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests;

/// <summary>Sends spans to a server as any client would.</summary>
internal static class StoredSpans
{
    public static async Task SendAsync(ServerUnderTest server, params IEnumerable<Span> spans)
    {
        using var content = new ByteArrayContent(OtlpSamples.Request(spans).ToByteArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        using var response = await server.OtlpHttp.PostAsync("/v1/traces", content);
        response.EnsureSuccessStatusCode();
    }
}
