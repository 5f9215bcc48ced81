using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Translation;

public sealed class SpanViewTests
{
    private static readonly string TraceId = OtlpSamples.TraceIdText(1);

    [Theory]
    [InlineData("plain", "{ \"stringValue\": \"plain\" }")]
    [InlineData("\"quoted\"", "{ \"stringValue\": \"quoted\" }")]
    [InlineData("\"half", "{ \"stringValue\": \"\\\"half\" }")]
    [InlineData("{\"a\": 1}", "{ \"kvlistValue\": { \"values\": [ { \"key\": \"a\", \"value\": { \"intValue\": \"1\" } } ] } }")]
    [InlineData("{broken}", "{ \"stringValue\": \"{broken}\" }")]
    [InlineData("[1, 2]", "{ \"stringValue\": \"[1, 2]\" }")]
    [InlineData("5", "{ \"stringValue\": \"5\" }")]
    [InlineData("", "{ \"stringValue\": \"\" }")]
    public void Attributes_OfText_AreGivenBackAsByMlflow(string text, string expected) =>
        Attribute(OtlpSamples.Span(1, 1).With("k", text), "k").ToString().ShouldBe(expected);

    [Fact]
    public void Attributes_WithoutTraceId_HaveItFirst() =>
        SpanView.Of(OtlpSamples.Span(1, 1).With("k", "v"), TraceId).Attributes().Select(static a => a.Key).ShouldBe([MlflowKeys.TraceRequestId, "k"]);

    [Fact]
    public void Attributes_WithAnotherSpellingOfTheTraceId_HaveTheStoredOne()
    {
        var span = OtlpSamples.Span(1, 1).With(MlflowKeys.TraceRequestId, $"\"{TraceId.ToUpperInvariant()}\"");

        Attribute(span, MlflowKeys.TraceRequestId).StringValue.ShouldBe(TraceId);
    }

    [Fact]
    public void Attributes_OfAnotherDialect_AreKeptAndFilledIn()
    {
        var span = OtlpSamples.Span(1, 1)
            .With(OpenInferenceKeys.SpanKind, "LLM").With(OpenInferenceKeys.InputValue, "[1]").With(OpenInferenceKeys.OutputValue, "{\"a\": \"b\"}");

        Attribute(span, OpenInferenceKeys.InputValue).StringValue.ShouldBe("[1]");
        Attribute(span, MlflowKeys.SpanInputs).StringValue.ShouldBe("[1]", "text that is a list stays text, as the attribute it was read from");
        Attribute(span, MlflowKeys.SpanOutputs).KvlistValue.Values.Single().Value.StringValue.ShouldBe("b");
        Attribute(span, MlflowKeys.SpanType).StringValue.ShouldBe("LLM");
    }

    [Fact]
    public void Attributes_InMlflowsOwnWords_AreNotFilledInTwice()
    {
        var span = OtlpSamples.Span(1, 1).With(MlflowKeys.SpanInputs, new AnyValue()).With(OpenInferenceKeys.InputValue, "other");

        SpanView.Of(span, TraceId).Attributes().Count(static a => a.Key == MlflowKeys.SpanInputs).ShouldBe(1);
    }

    // Our SDK writes every value as JSON text, so that 42 and "42" can be told apart.
    [Theory]
    [InlineData(MlflowKeys.SpanInputs, "42", "{ \"intValue\": \"42\" }")]
    [InlineData(MlflowKeys.SpanInputs, "\"42\"", "{ \"stringValue\": \"42\" }")]
    [InlineData(MlflowKeys.SpanOutputs, "[true]", "{ \"arrayValue\": { \"values\": [ { \"boolValue\": true } ] } }")]
    [InlineData(MlflowKeys.SpanOutputs, "null", "{ }")]
    [InlineData(MlflowKeys.SpanOutputs, "cut off", "{ \"stringValue\": \"cut off\" }")]
    [InlineData("k", "[1]", "{ \"arrayValue\": { \"values\": [ { \"intValue\": \"1\" } ] } }")]
    [InlineData("k", "42", "{ \"stringValue\": \"42\" }")]
    public void Attributes_OfOurSdk_AreReadAsTheJsonTheyAre(string key, string text, string expected)
    {
        var request = OtlpSamples.Request(OtlpSamples.Span(1, 1).With(key, text));
        request.ResourceSpans[0].ScopeSpans[0].Scope.Name = SpanScope.Name;
        var trace = new Tracking.V1.Trace { Info = new Tracking.V1.TraceInfo { TraceId = TraceId }, ResourceSpans = { request.ResourceSpans } };

        SpanView.Of(trace).Single().Attributes().Single(a => a.Key == key).Value.ToString().ShouldBe(expected);
    }

    private static AnyValue Attribute(Span span, string key) => SpanView.Of(span, TraceId).Attributes().Single(attribute => attribute.Key == key).Value;
}
