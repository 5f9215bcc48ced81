namespace OtelBridge.Web.Layout;

/// <summary>The kinds that span types are seen as: each has a colour (<c>--kind-…</c>, class <c>kind-…</c>) and a symbol. A type is free text; what is not known is "other".</summary>
internal static class SpanKind
{
    /// <summary>The kind of a type: llm, agent, tool, retriever, embedding, chain or other.</summary>
    public static string Of(string? type) => type?.ToUpperInvariant() switch
    {
        SpanType.Llm or SpanType.ChatModel => "llm",
        SpanType.Agent => "agent",
        SpanType.Tool => "tool",
        SpanType.Retriever or SpanType.Reranker or SpanType.Memory => "retriever",
        SpanType.Embedding => "embedding",
        SpanType.Chain or SpanType.Workflow or SpanType.Task or SpanType.Parser => "chain",
        _ => "other",
    };

    /// <summary>The class that gives an element the kind's colour as its text colour.</summary>
    public static string ClassOf(string? type) => $"kind-{Of(type)}";

    /// <summary>The name of the symbol.</summary>
    public static string IconOf(string? type) => type?.ToUpperInvariant() switch
    {
        SpanType.Guardrail => "kind-guardrail",
        SpanType.Evaluator => "kind-evaluator",
        SpanType.Parser => "kind-parser",
        SpanType.Reranker => "kind-reranker",
        SpanType.Memory => "kind-memory",
        _ => ClassOf(type),
    };
}
