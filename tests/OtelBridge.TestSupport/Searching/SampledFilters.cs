using OtelBridge.Otlp;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.TestSupport.Searching;

/// <summary>Writes random filters and orders over what a store holds, whatever it is: the values are those of some of its traces.</summary>
public sealed class SampledFilters : RandomFilterText
{
    private const int PageSize = 100;
    private const int LongestValue = 60;

    private static readonly string[] Orders =
    [
        "timestamp_ms", "execution_time", "end_time", "status", "request_id", "name", "run_id", "experiment_id", "session", "user", "tokens.input", "tokens.output",
        "tokens.total", "cost.input", "cost.output", "cost.total",
    ];

    private readonly IReadOnlyList<Trace> _traces;
    private readonly string[] _words;

    private SampledFilters(Random random, IReadOnlyList<Trace> traces)
        : base(random)
    {
        _traces = traces;
        _words = [.. traces.SelectMany(Texts).SelectMany(static text => text.Split([' ', '"', ',', '.', ':', '\n'])).Where(static word => word.Length is > 2 and < 30).Distinct()];
    }

    /// <summary>Looks at the first traces of a store.</summary>
    public static async Task<SampledFilters> OfAsync(ITraceStore store, Random random)
    {
        var page = await store.Reader.ListTracesAsync(PageSize, string.Empty, CancellationToken.None);
        var traces = await store.Reader.GetTracesAsync([.. page.Items.Select(static trace => trace.TraceId)], CancellationToken.None);
        return traces.Count > 0 ? new SampledFilters(random, traces) : throw new InvalidOperationException($"There are no traces in {store.Description}.");
    }

    protected override string OrderKey() => Pick(Orders);

    protected override string Comparison()
    {
        var trace = Pick(_traces);
        var (info, span) = (trace.Info, Pick([.. trace.ResourceSpans.AllSpans().DefaultIfEmpty(new Span())]));
        return Random.Next(20) switch
        {
            0 => Text("status", ["OK", "ERROR", "IN_PROGRESS"]),
            1 => Text("request_id", [info.TraceId]),
            2 => Number("timestamp_ms", info.StartTimeUnixNano / 1_000_000),
            3 => Number("execution_time", info.DurationNano / 1_000_000.0),
            4 => Number("end_time_ms", (info.StartTimeUnixNano + (ulong)info.DurationNano) / 1_000_000),
            5 when info.Name.Length > 0 => Text("name", [Short(info.Name)]),
            6 when info.Tags.Count > 0 => Entry("tags", info.Tags),
            7 when info.Metadata.Count > 0 => Entry("metadata", info.Metadata),
            8 when info.ClientRequestId.Length > 0 => Text("client_request_id", [Short(info.ClientRequestId)]),
            9 when span.Name.Length > 0 => Text("span.name", [Short(span.Name)]),
            10 => Text("span.status", ["OK", "ERROR", "UNSET"]),
            11 => Number("span.duration_ms", Math.Round((span.EndTimeUnixNano - (double)span.StartTimeUnixNano) / 1_000_000, 3)),
            12 => Number(Pick(["tokens.input", "tokens.output", "tokens.total"]), info.TokenUsage?.TotalTokens / 2 ?? 100),
            13 => Number(Pick(["cost.input", "cost.output", "cost.total", "span.cost"]), (info.Cost?.Total ?? 1_000_000_000) / 2e12),
            14 when info.Assessments.Count > 0 => Judged(Pick(info.Assessments)),
            15 when span.Attributes.Count > 0 => Attribute(Pick(span.Attributes)),
            16 when info.RunIds.Count > 0 => Text("run_id", [.. info.RunIds]),
            17 => $"{Pick(["trace.text", "span.content"])} {Pick(["LIKE", "ILIKE"])} {Quoted(Pattern(Word()))}",
            18 => Text(Pick(["model", "service.name", "span.type", "error"]), [Word(), "gpt-4o", "CHAT_MODEL", "TOOL", "tests"]),
            _ => $"trace.text MATCH {Quoted($"{Word()} {Word()}{Pick(["", "*"])}")}",
        };
    }

    private string Entry(string entity, IReadOnlyDictionary<string, string> values)
    {
        var (key, value) = Pick([.. values]);
        return Text($"{entity}.`{key}`", [Short(value)], hasLists: false);
    }

    private string Judged(Assessment assessment) => assessment.KindCase == Assessment.KindOneofCase.Feedback
        ? Text($"feedback.`{assessment.Name}`", [Short(assessment.Feedback.Value)])
        : Text($"expectation.`{assessment.Name}`", [Short(assessment.Expectation.Value)]);

    private string Attribute(KeyValue attribute) => attribute.Value?.ValueCase switch
    {
        AnyValue.ValueOneofCase.IntValue => Number($"span.attributes.`{attribute.Key}`", attribute.Value.IntValue),
        AnyValue.ValueOneofCase.DoubleValue => Number($"span.attributes.`{attribute.Key}`", attribute.Value.DoubleValue),
        _ => Text($"span.attributes.`{attribute.Key}`", [Short(attribute.Value?.StringValue ?? "")]),
    };

    private string Word() => _words.Length > 0 ? Pick(_words) : "word";

    private static string Short(string text) => text.Length switch
    {
        0 => "a",
        > LongestValue => text[..LongestValue],
        _ => text,
    };

    private static IEnumerable<string> Texts(Trace trace) => trace.ResourceSpans.AllSpans()
        .SelectMany(static span => span.Attributes.Select(static attribute => attribute.Value?.StringValue ?? "").Append(span.Name));
}
