namespace OtelBridge.Interop.Tests.Viewers;

/// <summary>What the GenAI tab of a viewer reads of the gallery's spans: every tag that the enrichment for collectors adds, with type and value as Jaeger has them.</summary>
internal static class GenAiPicture
{
    private const string Model =
        $"""
        gen_ai.provider.name string {SpanGallery.Provider}
        gen_ai.request.model string {SpanGallery.Model}
        gen_ai.usage.cost float64 1.35E-05
        gen_ai.usage.input_tokens int64 10
        gen_ai.usage.output_tokens int64 20
        peer.service string {SpanGallery.Provider}
        """;

    private const string Inputs = """{"value":"How much?"}""";
    private const string Question = """gen_ai.input.messages string [{"role":"user","parts":[{"type":"text","content":"How much?"}]}]""";
    private const string Answer = """gen_ai.output.messages string [{"role":"assistant","parts":[{"type":"text","content":"42 euros"}]}]""";
    private const string ModelsAnswer = """gen_ai.output.messages string [{"role":"assistant","parts":[{"type":"text","content":"42 euros"}],"finish_reason":"stop"}]""";

    /// <summary>The keys that are the enrichment's.</summary>
    public static bool IsEnrichment(string key) => key.StartsWith("gen_ai.", StringComparison.Ordinal) || key is "peer.service" or "server.address" or "error.type";

    /// <summary>The tags of the span that works, in order.</summary>
    public static IReadOnlyList<string> OfWorking(string type) => Lines(Always(type, SpanGallery.Works(type)), Success(type));

    /// <summary>The tags of the span that fails, in order.</summary>
    public static IReadOnlyList<string> OfFailing(string type) => Lines(Always(type, SpanGallery.Fails(type)), Failure(type));

    private static IReadOnlyList<string> Lines(params IEnumerable<string> parts) =>
        [.. parts.SelectMany(static part => part.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Order(StringComparer.Ordinal)];

    private static string Always(string type, string name) => type switch
    {
        SpanType.ChatModel => $"gen_ai.operation.name string chat\n{Model}\n{Question}\ngen_ai.request.temperature float64 0.5",
        SpanType.Llm => $"gen_ai.operation.name string generate_content\n{Model}\n{Question}\ngen_ai.request.temperature float64 0.5",
        SpanType.Embedding => $"gen_ai.operation.name string embeddings\n{Model}",
        SpanType.Retriever => "gen_ai.operation.name string retrieval\ngen_ai.retrieval.query.text string How much?",
        SpanType.Tool => $"gen_ai.operation.name string execute_tool\ngen_ai.tool.name string {name}\ngen_ai.tool.call.arguments string {Inputs}",
        SpanType.Agent => $"gen_ai.operation.name string invoke_agent\ngen_ai.agent.name string {name}\n{Question}",
        SpanType.Workflow or SpanType.Chain => $"gen_ai.operation.name string invoke_workflow\ngen_ai.workflow.name string {name}\n{Question}",
        // The conventions have no operation for the others; MLflow's own attributes say what they are.
        _ => string.Empty,
    };

    private static string Success(string type) => type switch
    {
        SpanType.ChatModel or SpanType.Llm => $"{ModelsAnswer}\ngen_ai.response.finish_reasons string [\"stop\"]",
        SpanType.Embedding => "gen_ai.embeddings.dimension.count int64 2",
        SpanType.Retriever => """gen_ai.retrieval.documents string [{"page_content":"It costs 42 euros.","metadata":{"source":"prices.md"}}]""",
        SpanType.Tool => "gen_ai.tool.call.result string 42 euros",
        SpanType.Agent or SpanType.Workflow or SpanType.Chain => Answer,
        // What brought something back was a search.
        SpanType.Memory => "gen_ai.operation.name string search_memory\ngen_ai.memory.query.text string How much?\ngen_ai.memory.records string \"42 euros\"",
        _ => string.Empty,
    };

    private static string Failure(string type)
    {
        const string Error = "error.type string System.InvalidOperationException";
        return type == SpanType.Memory ? $"{Error}\ngen_ai.operation.name string update_memory\ngen_ai.memory.records string {Inputs}" : Error;
    }
}
