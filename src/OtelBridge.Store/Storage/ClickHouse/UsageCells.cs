using OtelBridge.Dialects;
using OtelBridge.Pricing;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>The columns <see cref="UsageColumns.OfSpan"/> in rows.</summary>
internal static class UsageCells
{
    public static void Write(RowBinaryWriter row, SpanTokenUsage? tokens, SpanCost? cost)
    {
        row.NullableInt64(tokens?.Input);
        row.NullableInt64(tokens?.Output);
        row.NullableInt64(tokens?.Total);
        row.NullableInt64(cost?.Input);
        row.NullableInt64(cost?.Output);
        row.NullableInt64(cost?.Total);
        row.NullableInt64(cost?.CacheRead);
        row.NullableInt64(cost?.CacheWrite);
        row.NullableInt64(cost?.Reasoning);
    }

    public static SpanTokenUsage? ReadTokens(RowBinaryReader row) =>
        (row.NullableInt64(), row.NullableInt64(), row.NullableInt64()) is ({ } input, { } output, { } total) ? new SpanTokenUsage(input, output, total) : null;

    public static SpanCost? ReadCost(RowBinaryReader row)
    {
        var (input, output, total) = (row.NullableInt64(), row.NullableInt64(), row.NullableInt64());
        var (cacheRead, cacheWrite, reasoning) = (row.NullableInt64(), row.NullableInt64(), row.NullableInt64());
        return total is { } known ? new SpanCost(known, input, output, cacheRead, cacheWrite, reasoning) : null;
    }
}
