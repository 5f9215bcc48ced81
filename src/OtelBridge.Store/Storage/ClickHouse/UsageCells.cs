using OtelBridge.Dialects;
using OtelBridge.Pricing;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Writes the columns <see cref="UsageColumns.OfSpan"/>.</summary>
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
}
