using System.Data.Common;
using OtelBridge.Dialects;
using OtelBridge.Pricing;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Reads columns that may be null.</summary>
internal static class SqlRowExtensions
{
    public static long? Int64OrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Reads three columns of tokens (input, output, total) that are null together.</summary>
    public static SpanTokenUsage? TokensOrNull(this DbDataReader row, int column) => row.IsDBNull(column)
        ? null
        : new SpanTokenUsage(row.GetInt64(column), row.GetInt64(column + 1), row.GetInt64(column + 2));

    /// <summary>Reads six columns of cost: input, output, total, and the parts of cache and reasoning.</summary>
    public static SpanCost? CostOrNull(this DbDataReader row, int column) => row.Int64OrNull(column + 2) is { } total
        ? new SpanCost(
            total, row.Int64OrNull(column), row.Int64OrNull(column + 1), row.Int64OrNull(column + 3), row.Int64OrNull(column + 4), row.Int64OrNull(column + 5))
        : null;

    /// <summary>Reads the columns of <see cref="UsageColumns.OfTrace"/>.</summary>
    public static TraceUsage TraceUsage(this DbDataReader row, int column) => new(
        row.TokensOrNull(column), row.CostOrNull(column + UsageColumns.Cost), row.Int64OrNull(column + UsageColumns.UnpricedSpans));
}
