namespace OtelBridge.Interop.Tests.Viewers;

/// <summary>A trace with a span of every type that went well and one that failed, below an agent.</summary>
internal static class SpanGallery
{
    public const string RootName = "assistant";
    public const string Session = "chat-9";
    public const string User = "ada";
    public const string RequestId = "request-7";
    public const string Tier = "gold";
    public const string Model = "gpt-4o-mini";
    public const string Provider = "openai";
    public const string Failure = "the budget is used up";
    public const string ServiceName = "gallery";
    public const int DurationMs = 5;

    /// <summary>The types, by the constants that users write.</summary>
    public static IReadOnlyList<string> Types { get; } =
        [.. typeof(SpanType).GetFields().Where(static field => field.IsLiteral).Select(static field => (string)field.GetRawConstantValue()!)];

    /// <summary>How many spans <see cref="Emit"/> makes.</summary>
    public static int Count => 1 + (2 * Types.Count);

    /// <summary>The types whose spans call a model that runs elsewhere.</summary>
    public static bool IsModelCall(string type) => type is SpanType.Llm or SpanType.ChatModel or SpanType.Embedding;

    public static string Works(string type) => $"{type} works";

    public static string Fails(string type) => $"{type} fails";

    /// <summary>Makes the spans.</summary>
    public static void Emit()
    {
        using var root = Mlflow.StartSpan(RootName, SpanType.Agent, new { question = "How much?" });
        Mlflow.UpdateCurrentTrace(new Dictionary<string, string> { ["tier"] = Tier }, clientRequestId: RequestId, session: Session, user: User);
        // Times of its own: so that no span is shorter than a microsecond.
        var start = DateTimeOffset.UtcNow;
        foreach (var type in Types)
        {
            using var good = Start(Works(type), type, root, start);
            good.AddEvent("first token", [new("n", 1)], start.AddMilliseconds(2));
            End(good.SetOutputs(Outputs(type)), start);

            using var bad = Start(Fails(type), type, root, start);
            bad.RecordException(new InvalidOperationException(Failure));
            End(bad, start);
        }

        root.SetOutputs("42 euros");
    }

    private static MlflowSpan Start(string name, string type, MlflowSpan root, DateTimeOffset start)
    {
        var span = Mlflow.StartSpanNoContext(name, type, root, Inputs(type), startTime: start).SetAttribute("step", 3).SetAttribute("cached", true);
        return IsModelCall(type) ? span.SetModel(Model, Provider).SetTokenUsage(10, 20) : span;
    }

    private static void End(MlflowSpan span, DateTimeOffset start) => span.End(outputs: null, endTime: start.AddMilliseconds(DurationMs));

    private static object Inputs(string type) => type switch
    {
        SpanType.ChatModel or SpanType.Llm => new { messages = new[] { new { role = "user", content = "How much?" } }, temperature = 0.5 },
        SpanType.Embedding => new { input = "How much?" },
        SpanType.Retriever => new { query = "How much?" },
        _ => new { value = "How much?" },
    };

    private static object Outputs(string type) => type switch
    {
        SpanType.ChatModel or SpanType.Llm => new { choices = new[] { new { message = new { role = "assistant", content = "42 euros" }, finish_reason = "stop" } } },
        SpanType.Embedding => new[] { 0.5, 0.25 },
        SpanType.Retriever => new[] { new { page_content = "It costs 42 euros.", metadata = new { source = "prices.md" } } },
        _ => "42 euros",
    };
}
