using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Client;

/// <summary>A trace with everything in it that a span can hold, from several senders.</summary>
internal static class RichTrace
{
    public static ExportTraceServiceRequest Of(int number)
    {
        var root = OtlpSamples.Span(number, 1, name: "réponse 日本 🦊", durationMs: 120)
            .With("mlflow.spanType", "AGENT")
            .With("mlflow.spanInputs", "{\"question\":\"wie geht's? \\u0000\",\"nested\":{\"list\":[1,2.5,null,true,\"x\"]}}")
            .With("mlflow.spanOutputs", "\"42\"")
            .With("mlflow.trace.session", "s-1")
            .With("mlflow.trace.tag.team", "a")
            .With("plain", "text")
            .With("looksLikeList", "[1,2]")
            .With("quoted", "\"quoted\"");
        var native = OtlpSamples.Span(number, 2, parent: 1, name: "native", offsetMs: 10)
            .With("null", new AnyValue())
            .With("bool", new AnyValue { BoolValue = true })
            .With("long", new AnyValue { IntValue = long.MaxValue })
            .With("double", new AnyValue { DoubleValue = 0.1 })
            .With("whole", new AnyValue { DoubleValue = 3 })
            .With("nan", new AnyValue { DoubleValue = double.NaN })
            .With("bytes", new AnyValue { BytesValue = ByteString.CopyFrom(1, 2, 255) })
            .With("list", new AnyValue { ArrayValue = new ArrayValue { Values = { new AnyValue { StringValue = "é" }, new AnyValue(), new AnyValue { IntValue = -1 } } } })
            .With("empty", new AnyValue { ArrayValue = new ArrayValue() })
            .With("map", new AnyValue
            {
                KvlistValue = new KeyValueList
                {
                    Values = { OtlpSamples.Attribute("a", new AnyValue { DoubleValue = 1.5 }), OtlpSamples.Attribute("b", new AnyValue { KvlistValue = new KeyValueList() }) },
                },
            });
        var foreign = OtlpSamples.Span(number, 3, parent: 1, name: "foreign", offsetMs: 20, status: Status.Types.StatusCode.Error)
            .With("gen_ai.operation.name", "chat")
            .With("gen_ai.input.messages", "[{\"role\":\"user\",\"content\":\"hi\"}]")
            .With("gen_ai.usage.input_tokens", new AnyValue { IntValue = 12 })
            .With("gen_ai.usage.output_tokens", new AnyValue { IntValue = 3 });
        foreign.Status.Message = "das ging schief ✗";
        foreign.Events.Add(Event("exception", 25, OtlpSamples.Attribute("exception.type", "TimeoutException"), OtlpSamples.Attribute("exception.message", "zu spät")));
        foreign.Events.Add(Event("mlflow.chunk.item.0", 22, OtlpSamples.Attribute("mlflow.chunk.value", "\"Hal\""), OtlpSamples.Attribute("n", new AnyValue { IntValue = 0 })));
        var open = OtlpSamples.Span(number, 4, parent: 3, name: "open", offsetMs: 30, durationMs: -1, status: Status.Types.StatusCode.Unset);
        return OtlpSamples.Request(root, native, foreign, open);
    }

    /// <summary>The same as made by our own SDK, which writes every input and output as JSON text.</summary>
    public static ExportTraceServiceRequest OfOurSdk(int number, string inputs, string outputs)
    {
        var request = OtlpSamples.Request(OtlpSamples.Span(number, 1).With("mlflow.spanInputs", inputs).With("mlflow.spanOutputs", outputs));
        request.ResourceSpans[0].ScopeSpans[0].Scope.Name = SpanScope.Name;
        return request;
    }

    private static Span.Types.Event Event(string name, int offsetMs, params KeyValue[] attributes) =>
        new() { Name = name, TimeUnixNano = OtlpSamples.Start + ((ulong)offsetMs * 1_000_000), Attributes = { attributes } };
}
