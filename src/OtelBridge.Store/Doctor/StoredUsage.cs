using OtelBridge.Dialects;
using OtelBridge.Pricing;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Storage.Sql.Rollups;

namespace OtelBridge.Store.Doctor;

/// <summary>Tokens and cost of a trace that is checked, summed by the rules of writing, and put into the store again.</summary>
internal static class StoredUsage
{
    private const string Values = "(@input, @output, @total, @inputCost, @outputCost, @totalCost, @cacheReadCost, @cacheWriteCost, @reasoningCost";

    private const string PutTraceSql = $"UPDATE traces SET ({UsageColumns.OfTrace}) = {Values}, @unpriced) WHERE trace_key = @key";

    private const string PutSpanSql = $"UPDATE spans SET ({UsageColumns.OfSpan}) = {Values}) WHERE trace_key = @key AND span_id = @id";

    /// <summary>Sums over the spans: their tokens as they say, their costs by a choice between what follows from the payload and what is stored.</summary>
    public static TraceUsage Sum(TraceUnderCheck trace, Func<SpanCost?, SpanCost?, SpanCost?> choose) => UsageTree.Of(trace.Payload!.Values.Select(
        span => new SpanUsage(span.SpanId, span.ParentSpanId, span.TokenUsage, choose(span.Cost, trace.Columns.GetValueOrDefault(span.SpanId)?.Cost)))).Total;

    public static void PutTrace(SqlSession session, long traceKey, TraceUsage usage)
    {
        RollupMarks.Touch(session, session.Dialect.List([traceKey]));
        session.Execute(PutTraceSql, [.. Parameters(usage.Tokens, usage.Cost), ("@unpriced", usage.UnpricedSpans), ("@key", traceKey)]);
    }

    public static void PutSpan(SqlSession session, long traceKey, long spanId, SpanTokenUsage? tokens, SpanCost? cost) =>
        session.Execute(PutSpanSql, [.. Parameters(tokens, cost), ("@key", traceKey), ("@id", spanId)]);

    private static (string, object?)[] Parameters(SpanTokenUsage? tokens, SpanCost? cost) =>
    [
        ("@input", tokens?.Input), ("@output", tokens?.Output), ("@total", tokens?.Total),
        ("@inputCost", cost?.Input), ("@outputCost", cost?.Output), ("@totalCost", cost?.Total),
        ("@cacheReadCost", cost?.CacheRead), ("@cacheWriteCost", cost?.CacheWrite), ("@reasoningCost", cost?.Reasoning),
    ];
}
