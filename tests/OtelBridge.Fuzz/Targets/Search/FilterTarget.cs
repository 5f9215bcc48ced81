using System.Text;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Completion;

namespace OtelBridge.Fuzz.Targets.Search;

/// <summary>The filter language of traces, experiments and runs, orders, and what completes half of a filter.</summary>
internal sealed class FilterTarget : FuzzTarget
{
    private static readonly FilterCompleter Completer = new(static (_, _, _, _) => Task.FromResult<IReadOnlyList<string>>(["a", "b c", "it's", "`"]));

    public static IReadOnlyList<string> Filters { get; } =
    [
        "status = 'OK'", "tags.`my tag` != \"x\" AND execution_time_ms >= 1.5e3", "NOT (name LIKE '%a%' OR name RLIKE '^b.*$')", "span.attributes.model IN ('a', 'b') AND feedback.x > 0.5", "trace.text MATCH 'word \"a phrase\"'",
        "request_metadata.\"mlflow.trace.user\" = 'me' AND timestamp_ms > 0", "span.name ILIKE '%tool%' AND span.type = 'TOOL'", "((((status = 'ERROR'))))", "run_id = 'x' AND tag.a NOT IN ('1')", "timestamp_ms DESC",
        "attributes.start_time > 5 AND params.a = 'b' AND metrics.m <= 1", "expectation.x = 'true'",
    ];

    public override string Name => "filter";

    public override string What => "the filter language of traces, experiments and runs, orders, and completion";

    public override IReadOnlyList<string> Words => WordLists.Filter;

    public override IEnumerable<byte[]> Seeds => Filters.Select(Encoding.UTF8.GetBytes);

    public override int InputsInTests => 1500;

    public override string Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        var places = text.Length == 0 ? [0] : new[] { 0, text.Length / 2, text.Length };
        foreach (var at in places)
        {
            var completion = Completer.CompleteAsync(text, at, CancellationToken.None).GetAwaiter().GetResult();
            Promise(completion.Suggestions.Count <= FilterCompleter.MaxSuggestions, "There are only so many suggestions.");
            Promise(completion.Start >= 0 && completion.Start <= completion.End && completion.End <= text.Length, "What a suggestion replaces is in the text.");
        }

        return $"{Of(() => TraceFilter.Parse(text))} {Of(() => ExperimentFilter.Parse(text))} {Of(() => RunFilter.Parse(text))} {Of(() => TraceOrder.Parse([text]))}";
    }

    private static string Of(Func<object?> parse)
    {
        try
        {
            return parse()?.GetType().Name ?? "none";
        }
        catch (InvalidFilterException e)
        {
            Promise(e.Message.Length < 4000, "An error is short.");
            return e.Message.Split('\'', ':', '`')[0][..Math.Min(e.Message.Split('\'', ':', '`')[0].Length, 40)].TrimEnd("0123456789 ".ToCharArray());
        }
    }
}
