using System.Text;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Fuzz.Targets.Spans;

/// <summary>Small requests that have something of everything.</summary>
internal static class SpanSeeds
{
    public static IReadOnlyList<ExportTraceServiceRequest> Requests { get; } = [Mlflow(), GenAi(), OpenInference(), Odd()];

    public static IEnumerable<byte[]> Protobuf => Requests.Select(static request => request.ToByteArray());

    public static IEnumerable<byte[]> Json => Requests.Select(static request => OtlpJsonWriter.WriteRequest(request).ToArray());

    private static ExportTraceServiceRequest Mlflow() => OtlpSamples.Request(
        OtlpSamples.Span(1, 1, name: "predict")
            .With(MlflowKeys.SpanType, "\"CHAIN\"").With(MlflowKeys.SpanInputs, """{"question":"What?"}""").With(MlflowKeys.SpanOutputs, "\"That.\"")
            .With("mlflow.chat.tokenUsage", """{"input_tokens":10,"output_tokens":5,"total_tokens":15}""").With(MlflowKeys.TraceTagPrefix + "color", "red"),
        OtlpSamples.Span(1, 2, parent: 1, status: Status.Types.StatusCode.Error));

    private static ExportTraceServiceRequest GenAi() => OtlpSamples.Request(
        OtlpSamples.Span(2, 1, name: "chat gpt-4o-mini", durationMs: 0)
            .With("gen_ai.operation.name", "chat").With("gen_ai.request.model", "gpt-4o-mini").With("gen_ai.usage.input_tokens", new AnyValue { IntValue = 7 })
            .With("gen_ai.usage.output_tokens", new AnyValue { IntValue = 3 })
            .With("gen_ai.input.messages", """[{"role":"user","parts":[{"type":"text","content":"hi"}]}]""")
            .With("gen_ai.prompt.0.role", "user").With("gen_ai.prompt.0.content", "hi"));

    private static ExportTraceServiceRequest OpenInference() => OtlpSamples.Request(
        OtlpSamples.Span(3, 1, name: "llm", durationMs: -1)
            .With("openinference.span.kind", "LLM").With("llm.input_messages.0.message.role", "user").With("llm.input_messages.0.message.content", "hi")
            .With("llm.token_count.prompt", new AnyValue { IntValue = 7 }).With("llm.cost.total", new AnyValue { DoubleValue = 0.5 }).With("session.id", "s"));

    // Everything else that a span may have.
    private static ExportTraceServiceRequest Odd()
    {
        var span = OtlpSamples.Span(4, 1, name: "odd");
        span.TraceState = "a=b";
        span.Flags = 0x300;
        span.Kind = Span.Types.SpanKind.Client;
        span.Attributes.Add(OtlpSamples.Attribute("list", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { IntValue = 1 }, new AnyValue() } } }));
        span.Attributes.Add(OtlpSamples.Attribute("map", new AnyValue { KvlistValue = new KeyValueList { Values = { OtlpSamples.Attribute("a", "b") } } }));
        span.Attributes.Add(OtlpSamples.Attribute("bytes", new AnyValue { BytesValue = ByteString.CopyFrom(Encoding.UTF8.GetBytes("abc")) }));
        span.Attributes.Add(OtlpSamples.Attribute("double", new AnyValue { DoubleValue = double.NaN }));
        span.Attributes.Add(OtlpSamples.Attribute("yes", new AnyValue { BoolValue = true }));
        span.Events.Add(new Span.Types.Event { Name = "exception", TimeUnixNano = OtlpSamples.Start, Attributes = { OtlpSamples.Attribute("exception.message", "no") } });
        span.Links.Add(new Span.Types.Link { TraceId = OtlpSamples.TraceId(9), SpanId = OtlpSamples.SpanId(9), Attributes = { OtlpSamples.Attribute("a", "b") } });
        return OtlpSamples.Request(span);
    }
}
