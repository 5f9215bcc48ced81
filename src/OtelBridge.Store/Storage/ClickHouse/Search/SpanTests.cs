namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Makes a test of the row <c>s</c> of a span the condition that a trace has such a span.</summary>
/// <remarks>
/// Copies of spans that no longer count are gone only when ClickHouse has merged them away. A trace of which none was replaced needs no more than its rows; of the others those
/// rows are asked that count (FINAL).
/// </remarks>
internal static class SpanTests
{
    /// <summary>Where a statement that looks at few traces says which: see <see cref="Within"/>.</summary>
    private const string Spans = "/*spans*/";

    private const string Records = "/*records*/";

    /// <summary>Gives the condition that one span of trace <c>t</c> passes.</summary>
    public static string Any(string test) => $"""
        (t.trace_id IN (SELECT s.trace_id FROM spans AS s WHERE {Spans}({test}))
         AND (t.replaced = 0 OR t.trace_id IN (
            SELECT s.trace_id FROM spans AS s FINAL WHERE {Spans}s.trace_id IN (SELECT r.trace_id FROM traces AS r WHERE {Records}r.replaced > 0) AND ({test}))))
        """;

    /// <inheritdoc cref="Any(string)"/>
    public static Enclosure Any(Enclosure test) => test.Within(Any);

    /// <summary>Gives a condition that is asked of few traces only, so that of the spans no more than theirs are read.</summary>
    /// <param name="condition">The condition; what users have written is not in it, but in values.</param>
    /// <param name="traceIds">The traces, as a value.</param>
    public static string Within(string condition, string traceIds) => condition
        .Replace(Spans, $"s.trace_id IN {traceIds} AND ", StringComparison.Ordinal)
        .Replace(Records, $"r.trace_id IN {traceIds} AND ", StringComparison.Ordinal);
}
