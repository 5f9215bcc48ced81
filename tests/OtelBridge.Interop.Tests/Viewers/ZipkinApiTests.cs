using System.Text.Json.Nodes;
using OtelBridge.Grpc;
using OtelBridge.Identifiers;
using OtelBridge.Server.Configuration;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Stores;
using OtelBridge.TestSupport.Zipkin;

namespace OtelBridge.Interop.Tests.Viewers;

/// <summary>What our server's Zipkin API shows of OTLP spans is what the published table says.</summary>
public sealed class ZipkinApiTests
{
    public static TheoryData<string> Stores => [.. TestStore.Kinds];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Trace_OfTheApi_IsTheStrictForm(string kind)
    {
        await using var server = await ServerUnderTest.StartAsync(static options => options.Zipkin = ListenAddress.AnyLoopbackPort, on: kind);
        var strict = ZipkinForm.Traces(ZipkinIntake.Otlp, ViewedSample.Request().ResourceSpans)[0]!.AsArray();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, ViewedSample.Request());
        using var http = new HttpClient { BaseAddress = server.Server.ZipkinAddress };

        var shown = JsonNode.Parse(await http.GetStringAsync(new Uri($"/api/v2/trace/{Hex.Write(OtlpSamples.TraceId(1).Span)}", UriKind.Relative)))!.AsArray();

        foreach (var tags in shown.Select(static span => span!["tags"]!.AsObject()))
        {
            // Links, of which the table leaves open how they are shown: as the Collector shows them.
            tags.Where(static tag => tag.Key.StartsWith("otlp.link.", StringComparison.Ordinal)).ToList().ForEach(tag => tags.Remove(tag.Key));
        }

        JsonNode.DeepEquals(shown, strict).ShouldBeTrue($"{shown}{Environment.NewLine}is not{Environment.NewLine}{strict}");
    }
}
