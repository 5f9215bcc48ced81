using System.Text.Json.Nodes;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Jaeger;
using OtelBridge.TestSupport.Otlp;
using OtelBridge.TestSupport.Zipkin;

namespace OtelBridge.Interop.Tests.Viewers;

/// <summary>What is added for viewers to a span of every type on its way to a collector, by both protocols and in both products' forms.</summary>
[Collection(TracingCollection.Name)]
public sealed class CollectorEnrichmentTests(GalleryFixture gallery) : IClassFixture<GalleryFixture>
{
    // More than every attribute of the gallery, stack traces apart; far less than what slows a page.
    private const int AttributeLimit = 2048;

    public static TheoryData<string, string> TypesByProtocol => CollectorViewTests.TypesByProtocol;

    public static TheoryData<string> Protocols => [.. GalleryFixture.Protocols];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Gallery_ByTheChecklist_MakesAGoodPicture(string protocol)
    {
        foreach (var export in gallery.Received(protocol))
        {
            PictureChecklist.Problems(export.Message, AttributeLimit).ShouldBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(TypesByProtocol))]
    public void Jaeger_OfEveryType_HasItsGenAiTags(string type, string protocol)
    {
        var traces = JaegerForm.Traces(Groups(protocol));

        Tags(traces.JaegerSpan(SpanGallery.Works(type))).ShouldBe(GenAiPicture.OfWorking(type));
        Tags(traces.JaegerSpan(SpanGallery.Fails(type))).ShouldBe(GenAiPicture.OfFailing(type));
    }

    [Theory]
    [MemberData(nameof(TypesByProtocol))]
    public void Jaeger_OfEveryType_SaysWhetherSomebodyWasCalled(string type, string protocol)
    {
        var span = JaegerForm.Traces(Groups(protocol)).JaegerSpan(SpanGallery.Works(type));

        ((string?)span.JaegerTag("span.kind")).ShouldBe(SpanGallery.IsModelCall(type) ? "client" : "internal");
    }

    [Theory]
    [MemberData(nameof(TypesByProtocol))]
    public void Zipkin_OfEveryType_HasItsGenAiTags(string type, string protocol)
    {
        foreach (var intake in Enum.GetValues<ZipkinIntake>())
        {
            var traces = ZipkinForm.Traces(intake, Groups(protocol));

            TextTags(traces.ZipkinSpan(SpanGallery.Works(type))).ShouldBe(GenAiPicture.OfWorking(type).Select(WithoutType));
            TextTags(traces.ZipkinSpan(SpanGallery.Fails(type))).ShouldBe(GenAiPicture.OfFailing(type).Select(WithoutType));
        }
    }

    [Theory]
    [MemberData(nameof(TypesByProtocol))]
    public void Zipkin_OfEveryType_DrawsTheModelAsAServiceOfItsOwn(string type, string protocol)
    {
        var traces = ZipkinForm.Traces(ZipkinIntake.Collector, Groups(protocol));

        foreach (var name in new[] { SpanGallery.Works(type), SpanGallery.Fails(type) })
        {
            var span = traces.ZipkinSpan(name);
            ((string?)span["kind"]).ShouldBe(SpanGallery.IsModelCall(type) ? "CLIENT" : null);
            ((string?)span["remoteEndpoint"]?["serviceName"]).ShouldBe(SpanGallery.IsModelCall(type) ? SpanGallery.Provider : null);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Root_InBothForms_HasRequestSessionUserAndTags(string protocol)
    {
        var jaeger = JaegerForm.Traces(Groups(protocol)).JaegerSpan(SpanGallery.RootName);
        var zipkin = ZipkinForm.Traces(ZipkinIntake.Otlp, Groups(protocol)).ZipkinSpan(SpanGallery.RootName);

        foreach (var (key, value) in RootTags())
        {
            ((string?)jaeger.JaegerTag(key)).ShouldBe(value, key);
            zipkin.ZipkinTag(key).ShouldBe(value, key);
        }

        jaeger["references"]!.AsArray().ShouldBeEmpty();
        ((string?)jaeger.JaegerTag("span.kind")).ShouldBe("internal");
        zipkin.ContainsKey("parentId").ShouldBeFalse();
    }

    private static Dictionary<string, string> RootTags() => new()
    {
        ["gen_ai.operation.name"] = "invoke_agent",
        ["gen_ai.agent.name"] = SpanGallery.RootName,
        ["gen_ai.conversation.id"] = SpanGallery.Session,
        ["session.id"] = SpanGallery.Session,
        ["user.id"] = SpanGallery.User,
        ["mlflow.trace.clientRequestId"] = SpanGallery.RequestId,
        ["mlflow.trace.tag.tier"] = SpanGallery.Tier,
    };

    private static IEnumerable<string> Tags(JsonObject span) => span["tags"]!.AsArray()
        .Where(static tag => GenAiPicture.IsEnrichment((string)tag!["key"]!))
        .Select(static tag => $"{tag!["key"]} {tag["type"]} {tag["value"]}")
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> TextTags(JsonObject span) => span["tags"]!.AsObject()
        .Where(static tag => GenAiPicture.IsEnrichment(tag.Key))
        .Select(static tag => $"{tag.Key} {tag.Value}")
        .Order(StringComparer.Ordinal);

    // "key type value"
    private static string WithoutType(string line)
    {
        var words = line.Split(' ', 3);
        return $"{words[0]} {words[2]}";
    }

    private IReadOnlyCollection<ResourceSpans> Groups(string protocol) => [.. gallery.Received(protocol).SelectMany(static export => export.Message.ResourceSpans)];
}
