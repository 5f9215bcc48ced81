using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Export;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export.Dialects;

/// <summary>What Jaeger and Zipkin draw by.</summary>
public sealed class ViewerMarksTests
{
    private const SpanDialects Both = SpanDialects.Mlflow | SpanDialects.GenAi;

    [Fact]
    public async Task FailedCall_SaysWhatFailed()
    {
        var span = await TranslatedSpan.OfAsync(Both, () =>
        {
            using var call = Mlflow.StartSpan("ask", SpanType.ChatModel).SetAttribute("error", false);
            call.RecordException(new TimeoutException("too late"));
        });

        span.Status.Code.ShouldBe(Status.Types.StatusCode.Error);
        span.Status.Message.ShouldNotBeEmpty();
        span.Said("error").ShouldBe(new Dictionary<string, string> { ["error.type"] = "System.TimeoutException" });
        span.Events.ShouldHaveSingleItem().Name.ShouldBe("exception");
    }

    [Fact]
    public async Task FailedCall_WithoutException_HasAnErrorTypeToo()
    {
        var span = await TranslatedSpan.OfAsync(Both, () =>
        {
            using var call = Mlflow.StartSpan("ask", SpanType.Tool);
            call.Activity!.SetStatus(ActivityStatusCode.Error);
            call.AddEvent("exception", [new("exception.message", "no type")]);
        });

        span.Attribute(OTelKeys.ErrorType).ShouldBe("_OTHER");
        span.Status.Message.ShouldBe("no type");
    }

    [Theory]
    [InlineData(SpanType.Retriever, Span.Types.SpanKind.Client)]
    [InlineData(SpanType.Reranker, Span.Types.SpanKind.Client)]
    [InlineData(SpanType.Embedding, Span.Types.SpanKind.Client)]
    [InlineData(SpanType.Tool, Span.Types.SpanKind.Internal)]
    public async Task Operation_ThatNamesAServer_IsDrawnAsACall(string type, Span.Types.SpanKind kind)
    {
        var span = await TranslatedSpan.OfAsync(Both, () =>
        {
            using var call = Mlflow.StartSpan("ask", type).SetAttribute("server.address", "db.example");
        });

        span.Kind.ShouldBe(kind);
        span.Attribute("peer.service").ShouldBe(kind == Span.Types.SpanKind.Client ? "db.example" : null);
    }

    [Fact]
    public async Task Root_FactsOfTheTrace_AreTagsOfTheSpan()
    {
        var span = await TranslatedSpan.OfAsync(Both, () => Mlflow.Trace("work", () =>
            Mlflow.UpdateCurrentTrace(tags: [new("stage", "test")], session: "s1", user: "u1", clientRequestId: "r1")));

        span.Said("session.", "user.", "gen_ai.", "mlflow.trace.").ShouldBe(new Dictionary<string, string>
        {
            ["session.id"] = "s1", ["user.id"] = "u1", ["gen_ai.conversation.id"] = "s1",
            ["mlflow.trace.session"] = "s1", ["mlflow.trace.user"] = "u1", ["mlflow.trace.clientRequestId"] = "r1", ["mlflow.trace.tag.stage"] = "test",
        }, ignoreOrder: true);
        span.Attribute(MlflowKeys.TraceRequestId).ShouldStartWith("tr-");
    }

    [Fact]
    public async Task ForeignCall_ThatNamesItsProvider_HasAPeer()
    {
        using var source = new ActivitySource("Marks.Foreign");
        var span = await TranslatedSpan.OfAsync(
            Both,
            () => source.StartActivity("chat m", ActivityKind.Client)!.SetTag(GenAiKeys.ProviderName, "openai").SetTag("error", "false").Dispose(),
            ("Mlflow:Sources", source.Name));

        span.Said(string.Empty).ShouldBe(new Dictionary<string, string> { ["gen_ai.provider.name"] = "openai", ["peer.service"] = "openai" });
    }
}
