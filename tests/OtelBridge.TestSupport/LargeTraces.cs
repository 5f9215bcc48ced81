using OtelBridge.Attributes;
using OtelBridge.Otlp;

namespace OtelBridge.TestSupport;

/// <summary>Makes traces of any size that look like an agent's work: turns with model calls, tools and retrievals below them, some of which fail. The same number gives the same trace.</summary>
public static class LargeTraces
{
    private const int SpansOfARequest = 2_000;
    private const int SpansOfATurn = 40;
    private const ulong Millisecond = 1_000_000;

    private static readonly (string Type, string Name)[] Kinds =
    [
        ("CHAT_MODEL", "chat gpt-4o"), ("TOOL", "search_orders"), ("TOOL", "run_sql"), ("RETRIEVER", "find passages"), ("EMBEDDING", "embed query"),
        ("CHAIN", "plan"), ("PARSER", "read answer"), ("GUARDRAIL", "check policy"), ("UNKNOWN", "POST /v1/rows"),
    ];

    /// <summary>The spans of a trace, each parent before its children.</summary>
    /// <param name="trace">The number of the trace.</param>
    /// <param name="spans">How many spans, at least one.</param>
    /// <param name="startUnixNano">When it starts.</param>
    public static IReadOnlyList<Span> Spans(int trace, int spans, ulong startUnixNano = OtlpSamples.Start)
    {
        var random = new Random(trace);
        var root = Make(trace, 1, null, ("AGENT", "answer a question"), startUnixNano);
        var made = new List<Span>(spans) { root };
        var end = startUnixNano;
        while (made.Count < spans)
        {
            end = Turn(made, root, random, trace, Math.Min(SpansOfATurn, spans - made.Count), end + Millisecond);
        }

        root.EndTimeUnixNano = end + (2 * Millisecond);
        root.With(MlflowKeys.SpanInputs, """{"messages":[{"role":"user","content":"Where is my order?"}]}""")
            .With(MlflowKeys.SpanOutputs, """{"role":"assistant","content":"It is on its way."}""");
        return made;
    }

    /// <summary>The same in requests of a size that every receiver takes.</summary>
    public static IEnumerable<ExportTraceServiceRequest> Requests(int trace, int spans, ulong startUnixNano = OtlpSamples.Start) =>
        Spans(trace, spans, startUnixNano).Chunk(SpansOfARequest).Select(static part => OtlpSamples.Request(part));

    // A turn: its spans follow each other, now and then one deeper than the last, or beside it.
    private static ulong Turn(List<Span> made, Span root, Random random, int trace, int spans, ulong start)
    {
        var turn = Make(trace, made.Count + 1, root, ("CHAIN", $"turn {(made.Count / SpansOfATurn) + 1}"), start);
        made.Add(turn);
        var (above, end) = (new List<Span> { turn }, start);
        var parents = new Dictionary<Span, Span>(ReferenceEqualityComparer.Instance);
        for (var i = 1; i < spans; i++)
        {
            var parent = above[random.Next(above.Count)];
            var span = Make(trace, made.Count + 1, parent, Kinds[random.Next(Kinds.Length)], Math.Max(parent.StartTimeUnixNano, end - ((ulong)random.Next(3) * Millisecond)) + 100_000);
            parents.Add(span, parent);
            end = span.StartTimeUnixNano + (ulong)random.Next(200_000, 30_000_000);
            Describe(span, random);
            made.Add(span);
            for (var open = span; open is not null; open = parents.GetValueOrDefault(open))
            {
                open.EndTimeUnixNano = Math.Max(open.EndTimeUnixNano, end);
            }

            if (above.Count < 8)
            {
                above.Add(span);
            }
        }

        turn.EndTimeUnixNano = Math.Max(turn.EndTimeUnixNano, end + (Millisecond / 2));
        return turn.EndTimeUnixNano;
    }

    private static void Describe(Span span, Random random)
    {
        if (span.Name.StartsWith("chat", StringComparison.Ordinal))
        {
            span.With(MlflowKeys.ChatTokenUsage, FormattableString.Invariant($$"""{"input_tokens":{{random.Next(50, 4000)}},"output_tokens":{{random.Next(5, 900)}},"total_tokens":0}"""))
                .With(MlflowKeys.LlmCost, FormattableString.Invariant($$"""{"total_cost":{{random.Next(1, 900) / 100_000.0}}}"""));
        }

        if (random.Next(80) == 0)
        {
            span.Status = new Status { Code = Status.Types.StatusCode.Error, Message = "The service answered 503 after 3 attempts." };
        }
    }

    private static Span Make(int trace, int number, Span? parent, (string Type, string Name) kind, ulong start)
    {
        var span = OtlpSamples.Span(trace, number, name: kind.Name).With(MlflowKeys.SpanType, kind.Type);
        span.ParentSpanId = parent?.SpanId ?? Google.Protobuf.ByteString.Empty;
        span.StartTimeUnixNano = start;
        span.EndTimeUnixNano = start;
        span.Status = new Status { Code = Status.Types.StatusCode.Ok };
        return span;
    }
}
