using OtelBridge.Store.Storage.Aggregates;

namespace OtelBridge.Store.Storage.ClickHouse.Aggregates;

/// <summary>The sums of a statement: by whatever it groups by, and by the classes of <see cref="DurationHistogram"/>, so that all stores say the same of durations.</summary>
/// <remarks>There are no sums that are kept: the engine reads the columns of a statement alone, of the range of the key that it asks for.</remarks>
internal sealed class SumColumns
{
    /// <summary>The columns of a span that are summed.</summary>
    public const string SpanColumns = "start_ns, end_ns, status, input_tokens, output_tokens, total_tokens, total_cost";

    /// <summary>The names of what <see cref="Read"/> reads.</summary>
    public const string Names =
        "class, items, failures, unfinished, first, last, sum_input_tokens, sum_output_tokens, sum_total_tokens, sum_total_cost, unpriced";

    private const int NoClass = -1;

    // States and statuses as they are stored.
    private const string FailedTrace = "state = 2";
    private const string RunningTrace = "state = 3";
    private const string FailedSpan = "status = 2";
    private const string RunningSpan = "end_ns IS NULL";

    private readonly string _running;
    private readonly string _columns;

    private SumColumns(string failed, string running, string unpriced)
    {
        _running = running;
        _columns = $"""
            toInt64(count()) AS items, toInt64(countIf({failed})) AS failures, toInt64(countIf({running})) AS unfinished, min(start_ns) AS first, max(start_ns) AS last,
            {Sum("input_tokens")}, {Sum("output_tokens")}, {Sum("total_tokens")}, {Sum("total_cost")}, {unpriced} AS unpriced
            """;
    }

    /// <summary>Gets the sums of traces.</summary>
    public static SumColumns OfTraces { get; } = new(FailedTrace, RunningTrace, "sum(ifNull(unpriced_spans, 0))");

    /// <summary>Gets the sums of spans.</summary>
    public static SumColumns OfSpans { get; } = new(FailedSpan, RunningSpan, "toInt64(countIf(input_tokens IS NOT NULL AND total_cost IS NULL))");

    /// <summary>Gives a statement whose rows are read by <see cref="Read"/>, behind the keys.</summary>
    /// <param name="keys">What it groups by, each with a name.</param>
    /// <param name="names">The names of the keys.</param>
    /// <param name="from">What it reads from, ending with a condition.</param>
    public string Select(string keys, string names, string from) => $"""
        WITH toUInt64(greatest(0, ifNull(end_ns, start_ns) - start_ns)) AS length, greatest(0, bitCount(roundToExp2(bitOr(length, 1)) - 1) - 5) AS shift
        SELECT {keys}, if({_running} OR end_ns IS NULL, {NoClass}, toInt32(bitShiftLeft(shift, 5) + bitShiftRight(length, shift))) AS class, {_columns}
        FROM {from} GROUP BY {names}, class
        """;

    /// <summary>Adds the sums of a row, and gives the first and the last start in it.</summary>
    public static (long First, long Last) Read(RowBinaryReader row, Sums sums)
    {
        var durationClass = row.Int32();
        var count = row.Int64();
        if (durationClass != NoClass)
        {
            sums.Durations.Add(durationClass, count);
        }

        sums.Count += count;
        sums.Errors += row.Int64();
        sums.InProgress += row.Int64();
        var starts = (row.Int64(), row.Int64());
        sums.InputTokens = Sums.Plus(sums.InputTokens, row.NullableInt64() ?? 0);
        sums.OutputTokens = Sums.Plus(sums.OutputTokens, row.NullableInt64() ?? 0);
        sums.TotalTokens = Sums.Plus(sums.TotalTokens, row.NullableInt64() ?? 0);
        sums.Cost = row.NullableInt64() is { } cost ? Sums.Plus(sums.Cost ?? 0, cost) : sums.Cost;
        sums.UnpricedSpans += row.Int64();
        return starts;
    }

    // Whoever sends nonsense gets no more than the largest number.
    private static string Sum(string column) =>
        $"toInt64(if((sum(toInt128({column})) AS whole_{column}) > {long.MaxValue}, toInt128({long.MaxValue}), whole_{column})) AS sum_{column}";
}
