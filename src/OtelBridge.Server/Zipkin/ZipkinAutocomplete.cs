using OtelBridge.Attributes;
using OtelBridge.Server.Zipkin.Spans;

namespace OtelBridge.Server.Zipkin;

/// <summary>Tags that a search is completed with: those whose values are few and known.</summary>
/// <remarks>Zipkin lists the keys that its operator names, none by default. Values of others are as many as there are prompts, and are not looked for.</remarks>
internal static class ZipkinAutocomplete
{
    private static readonly Dictionary<string, string[]> Values = new(StringComparer.Ordinal)
    {
        [MlflowKeys.SpanType] =
        [
            SpanType.Agent, SpanType.Chain, SpanType.ChatModel, SpanType.Embedding, SpanType.Evaluator, SpanType.Guardrail, SpanType.Llm, SpanType.Memory,
            SpanType.Parser, SpanType.Reranker, SpanType.Retriever, SpanType.Task, SpanType.Tool, SpanType.Unknown, SpanType.Workflow,
        ],
        [OTelKeys.StatusCode] = ["ERROR", "OK"],
        [OTelKeys.SpanKind] = ["client", "consumer", ZipkinKeys.InternalKind, "producer", "server"],
    };

    public static Task KeysAsync(ZipkinCall call) => call.AnswerAsync(Values.Keys.Order(StringComparer.Ordinal));

    public static Task ValuesAsync(ZipkinCall call) => call.AnswerAsync(Values.GetValueOrDefault(call.Require("key"), []));
}
