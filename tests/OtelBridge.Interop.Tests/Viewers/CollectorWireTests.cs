using OtelBridge.Interop.Tests.Messages;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Interop.Tests.Viewers;

/// <summary>The collector destination on the wires of a receiver that is not ours, as the standard variables say.</summary>
[Collection(TracingCollection.Name)]
public sealed class CollectorWireTests
{
    [Theory]
    [InlineData("grpc", "none", "identity")]
    [InlineData("grpc", "gzip", "gzip")]
    [InlineData("http/protobuf", "none", "identity")]
    [InlineData("http/protobuf", "gzip", "gzip")]
    public async Task Export_ByProtocolAndCompression_ArrivesWholeWithItsHeaders(string protocol, string compression, string encoding)
    {
        await using var receiver = await ForeignReceiver.StartAsync("--gzip");
        var isGrpc = protocol == "grpc";

        await GalleryFixture.SendAsync(new()
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = (isGrpc ? receiver.GrpcAddress : receiver.HttpAddress).ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["OTEL_EXPORTER_OTLP_COMPRESSION"] = compression,
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "authorization=Bearer%20t0ken,x-tenant=shop",
        });

        var exports = await receiver.ReceiveAsync(SpanGallery.Count);
        exports.SelectMany(static export => PlacedSpan.In(export.Message.ResourceSpans)).Count().ShouldBe(SpanGallery.Count);
        foreach (var export in exports)
        {
            export.Protocol.ShouldBe(protocol);
            export.Encoding.ShouldBe(encoding);
            export.Headers["authorization"].ShouldBe("Bearer t0ken");
            export.Headers["x-tenant"].ShouldBe("shop");
            export.Headers["user-agent"].ShouldMatch(@"^OtelBridge/\d+\.\d+\.\d+$");
            export.Foreign.ShouldSayTheSameAs(export.Message);
        }
    }

    [Theory]
    [InlineData("OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", 500)]
    [InlineData("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", 501)]
    [InlineData("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", 30)]
    public async Task Export_WithALimitOfValues_KeepsEveryAttributeWithinIt(string variable, int limit)
    {
        await using var receiver = await ForeignReceiver.StartAsync();
        var variables = new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.GrpcAddress.ToString(), [variable] = $"{limit}" };

        await GalleryFixture.SendAsync(variables, static () =>
        {
            var content = string.Concat(Enumerable.Repeat("🦊", 50_000));
            using var span = Mlflow.StartSpan("long chat", SpanType.ChatModel, new { messages = new[] { new { role = "user", content } } });
            span.SetModel(SpanGallery.Model, SpanGallery.Provider).SetOutputs(content).SetAttribute("plain", content);
        });

        var export = (await receiver.ReceiveAsync(spans: 1)).ShouldHaveSingleItem();
        var texts = PlacedSpan.In(export.Message.ResourceSpans).Single().Span.Attributes.ToDictionary(static pair => pair.Key, static pair => pair.Value.StringValue);
        texts.Values.ShouldAllBe(text => text.Length <= limit && !text.Contains('\uFFFD'));
        texts["plain"].ShouldStartWith("🦊");
        PictureChecklist.Problems(export.Message, 2 * limit).ShouldBeEmpty();
    }

    [Fact]
    public async Task Export_OverHttpToAnotherPath_IsRefusedByTheReceiver()
    {
        // What makes the strictness above worth something: the receiver does refuse.
        await using var receiver = await ForeignReceiver.StartAsync();
        using var client = new HttpClient { BaseAddress = receiver.HttpAddress };

        using var doubled = await client.PostAsync("/v1/traces/v1/traces", new ByteArrayContent([]));
        using var json = await client.PostAsync("/v1/traces", new StringContent("{}"));
        using var content = new ByteArrayContent([0xFF]) { Headers = { ContentType = new("application/x-protobuf") } };
        using var garbage = await client.PostAsync("/v1/traces", content);

        int[] answers = [(int)doubled.StatusCode, (int)json.StatusCode, (int)garbage.StatusCode];
        answers.ShouldBe([404, 415, 400]);
        foreach (var answer in answers)
        {
            ((int)(await receiver.ReadAsync())["refused"]!).ShouldBe(answer);
        }
    }
}
