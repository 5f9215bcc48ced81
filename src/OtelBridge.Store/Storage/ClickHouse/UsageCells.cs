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

    /// <summary>Reads three columns of tokens.</summary>
    public static SpanTokenUsage? ReadTokens(RowBinaryReader row)
    {
        var (input, output, total) = (row.NullableInt64(), row.NullableInt64(), row.NullableInt64());
        return input is null ? null : new SpanTokenUsage(input.Value, output ?? 0, total ?? 0);
    }

    /// <summary>Reads six columns of cost.</summary>
    public static SpanCost? ReadCost(RowBinaryReader row)
    {
        var (input, output, total) = (row.NullableInt64(), row.NullableInt64(), row.NullableInt64());
        var (cacheRead, cacheWrite, reasoning) = (row.NullableInt64(), row.NullableInt64(), row.NullableInt64());
        return total is { } known ? new SpanCost(known, input, output, cacheRead, cacheWrite, reasoning) : null;
    }
}
