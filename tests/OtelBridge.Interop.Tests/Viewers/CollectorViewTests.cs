using System.Text.Json.Nodes;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Jaeger;
using OtelBridge.TestSupport.Zipkin;

namespace OtelBridge.Interop.Tests.Viewers;

/// <summary>What Jaeger and Zipkin show of a span of every type that the SDK sends to a collector, by both protocols.</summary>
[Collection(TracingCollection.Name)]
public sealed class CollectorViewTests(GalleryFixture gallery) : IClassFixture<GalleryFixture>
{
    public static TheoryData<string, string> TypesByProtocol
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var protocol in GalleryFixture.Protocols)
            {
                foreach (var type in SpanGallery.Types)
                {
                    data.Add(type, protocol);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(TypesByProtocol))]
    public void Jaeger_OfASpanThatWentWell_ShowsIt(string type, string protocol)
    {
        var traces = Jaeger(protocol);

        var span = traces.JaegerSpan(SpanGallery.Works(type));

        ((string?)span.JaegerProcess()["serviceName"]).ShouldBe(SpanGallery.ServiceName);
        ((long)span["duration"]!).ShouldBe(SpanGallery.DurationMs * 1000);
        var parent = span["references"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)parent["refType"]).ShouldBe("CHILD_OF");
        ((string?)parent["spanID"]).ShouldBe((string?)traces.JaegerSpan(SpanGallery.RootName)["spanID"]);
        ((string?)span.JaegerTag("mlflow.spanType")).ShouldBe(type);
        ((string?)span.JaegerTag("otel.status_code")).ShouldBe("OK");
        span.JaegerTag("error").ShouldBeNull();
        ((long)span.JaegerTag("step")!).ShouldBe(3);
        ((bool)span.JaegerTag("cached")!).ShouldBeTrue();
        var token = span.JaegerLogs("first token").ShouldHaveSingleItem();
        ((long)JaegerReading.Field(token, "n")!).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(TypesByProtocol))]
    public void Jaeger_OfASpanThatFailed_ShowsWhy(string type, string protocol)
    {
        var span = Jaeger(protocol).JaegerSpan(SpanGallery.Fails(type));

        ((bool)span.JaegerTag("error")!).ShouldBeTrue();
        ((string?)span.JaegerTag("otel.status_code")).ShouldBe("ERROR");
        ((string)span.JaegerTag("otel.status_description")!).ShouldContain(SpanGallery.Failure);
        var exception = span.JaegerLogs("exception").ShouldHaveSingleItem();
        ((string?)JaegerReading.Field(exception, "exception.message")).ShouldBe(SpanGallery.Failure);
        ((string)JaegerReading.Field(exception, "exception.type")!).ShouldContain(nameof(InvalidOperationException));
    }

    [Theory]
    [MemberData(nameof(TypesByProtocol))]
    public void Zipkin_OfASpanThatWentWell_ShowsIt(string type, string protocol)
    {
        foreach (var intake in Enum.GetValues<ZipkinIntake>())
        {
            var traces = Zipkin(protocol, intake);

            var span = traces.ZipkinSpan(SpanGallery.Works(type));

            ((string?)span["localEndpoint"]!["serviceName"]).ShouldBe(SpanGallery.ServiceName);
            ((long)span["duration"]!).ShouldBe(SpanGallery.DurationMs * 1000);
            ((string?)span["parentId"]).ShouldBe((string?)traces.ZipkinSpan(SpanGallery.RootName)["id"]);
            span.ZipkinTag("mlflow.spanType").ShouldBe(type);
            span.ZipkinTag("otel.status_code").ShouldBe("OK");
            span.ZipkinTag("error").ShouldBeNull();
            span.ZipkinTag("step").ShouldBe("3");
            span.ZipkinTag("cached").ShouldBe("true");
            span.ZipkinAnnotations().ShouldHaveSingleItem().ShouldContain("first token");
        }
    }

    [Theory]
    [MemberData(nameof(TypesByProtocol))]
    public void Zipkin_OfASpanThatFailed_ShowsWhy(string type, string protocol)
    {
        var direct = Zipkin(protocol, ZipkinIntake.Otlp).ZipkinSpan(SpanGallery.Fails(type));
        var collected = Zipkin(protocol, ZipkinIntake.Collector).ZipkinSpan(SpanGallery.Fails(type));

        direct.ZipkinTag("error")!.ShouldContain(SpanGallery.Failure);
        collected.ZipkinTag("error").ShouldBe("true");
        collected.ZipkinTag("otel.status_description")!.ShouldContain(SpanGallery.Failure);
        direct.ZipkinAnnotations().ShouldHaveSingleItem().ShouldStartWith("\"exception\":{");
        collected.ZipkinAnnotations().ShouldHaveSingleItem().ShouldStartWith("exception|{");
    }

    private JsonArray Jaeger(string protocol) => JaegerForm.Traces(Groups(protocol));

    private JsonArray Zipkin(string protocol, ZipkinIntake intake) => ZipkinForm.Traces(intake, Groups(protocol));

    private IReadOnlyCollection<ResourceSpans> Groups(string protocol) => [.. gallery.Received(protocol).SelectMany(static export => export.Message.ResourceSpans)];
}
