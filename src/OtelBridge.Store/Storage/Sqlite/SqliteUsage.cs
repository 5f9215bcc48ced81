using OtelBridge.Dialects;
using OtelBridge.Pricing;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Tokens and cost as parameters and columns of a statement, in the order of <see cref="UsageColumns"/>.</summary>
internal static class SqliteUsage
{
    public static SqliteStatement SetUsage(this SqliteStatement statement, int parameter, SpanTokenUsage? tokens, SpanCost? cost) => statement
        .Set(parameter, tokens?.Input)
        .Set(parameter + 1, tokens?.Output)
        .Set(parameter + 2, tokens?.Total)
        .Set(parameter + 3, cost?.Input)
        .Set(parameter + 4, cost?.Output)
        .Set(parameter + 5, cost?.Total)
        .Set(parameter + 6, cost?.CacheRead)
        .Set(parameter + 7, cost?.CacheWrite)
        .Set(parameter + 8, cost?.Reasoning);

    public static SpanTokenUsage? TokensOrNull(this SqliteStatement row, int column) =>
        row.Int64OrNull(column) is { } input ? new SpanTokenUsage(input, row.Int64(column + 1), row.Int64(column + 2)) : null;

    public static SpanCost? CostOrNull(this SqliteStatement row, int column) => row.Int64OrNull(column + 2) is { } total
        ? new SpanCost(
            total, row.Int64OrNull(column), row.Int64OrNull(column + 1), row.Int64OrNull(column + 3), row.Int64OrNull(column + 4), row.Int64OrNull(column + 5))
        : null;

    public static TraceUsage TraceUsage(this SqliteStatement row, int column) => new(
        row.TokensOrNull(column), row.CostOrNull(column + UsageColumns.Cost), row.Int64OrNull(column + UsageColumns.UnpricedSpans));
}
