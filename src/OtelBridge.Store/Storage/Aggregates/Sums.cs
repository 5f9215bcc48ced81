using System.Data.Common;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Aggregates;

/// <summary>Sums that are being added up. Whatever the order, and whatever was added up before, they end the same.</summary>
internal sealed class Sums
{
    /// <summary>The columns of a trace that are summed, over the row <c>t</c>.</summary>
    public const string TraceColumns = "t.start_ns, t.end_ns, t.state, t.input_tokens, t.output_tokens, t.total_tokens, t.total_cost, t.unpriced_spans";

    /// <summary>The columns of a span that are summed, over the row <c>s</c>.</summary>
    public const string SpanColumns = "s.start_ns, s.end_ns, s.status, s.input_tokens, s.output_tokens, s.total_tokens, s.total_cost";

    private const long FailedTrace = (long)Tracking.V1.TraceState.Error;
    private const long RunningTrace = (long)Tracking.V1.TraceState.InProgress;
    private const long FailedSpan = (long)Otlp.Status.Types.StatusCode.Error;

    public long Count { get; set; }

    public long Errors { get; set; }

    public long InProgress { get; set; }

    public long InputTokens { get; set; }

    public long OutputTokens { get; set; }

    public long TotalTokens { get; set; }

    public long? Cost { get; set; }

    public long UnpricedSpans { get; set; }

    public DurationHistogram Durations { get; } = new();

    /// <summary>Adds two numbers; whoever sends nonsense gets no more than the largest one.</summary>
    public static long Plus(long a, long b) => (long)Int128.Min((Int128)a + b, long.MaxValue);

    /// <summary>Adds a row of <see cref="TraceColumns"/>.</summary>
    public void AddTrace(DbDataReader row, int at = 0)
    {
        var state = row.GetInt64(at + 2);
        Add(row, at, isRunning: state == RunningTrace, isFailed: state == FailedTrace);
        UnpricedSpans += row.Int64OrNull(at + 7) ?? 0;
    }

    /// <summary>Adds a row of <see cref="SpanColumns"/>.</summary>
    public void AddSpan(DbDataReader row, int at)
    {
        Add(row, at, isRunning: row.IsDBNull(at + 1), isFailed: row.GetInt64(at + 2) == FailedSpan);
        UnpricedSpans += !row.IsDBNull(at + 3) && row.IsDBNull(at + 6) ? 1 : 0;
    }

    public void Add(Sums other)
    {
        Count += other.Count;
        Errors += other.Errors;
        InProgress += other.InProgress;
        InputTokens = Plus(InputTokens, other.InputTokens);
        OutputTokens = Plus(OutputTokens, other.OutputTokens);
        TotalTokens = Plus(TotalTokens, other.TotalTokens);
        Cost = other.Cost is { } cost ? Plus(Cost ?? 0, cost) : Cost;
        UnpricedSpans += other.UnpricedSpans;
        Durations.Add(other.Durations);
    }

    public Totals ToTotals() => Count == 0 ? Totals.None : ToTotals(Durations.Percentiles(50, 95, 99));

    private Totals ToTotals(long?[] durations) => new(
        Count, Errors, InProgress, durations[0], durations[1], durations[2], InputTokens, OutputTokens, TotalTokens, Cost, UnpricedSpans);

    private void Add(DbDataReader row, int at, bool isRunning, bool isFailed)
    {
        Count++;
        Errors += isFailed ? 1 : 0;
        InProgress += isRunning ? 1 : 0;
        if (!isRunning && row.Int64OrNull(at + 1) is { } end)
        {
            Durations.Add(end - row.GetInt64(at));
        }

        if (!row.IsDBNull(at + 3))
        {
            InputTokens = Plus(InputTokens, row.GetInt64(at + 3));
            OutputTokens = Plus(OutputTokens, row.GetInt64(at + 4));
            TotalTokens = Plus(TotalTokens, row.GetInt64(at + 5));
        }

        if (row.Int64OrNull(at + 6) is { } cost)
        {
            Cost = Plus(Cost ?? 0, cost);
        }
    }
}
