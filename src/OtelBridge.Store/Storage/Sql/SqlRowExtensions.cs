using System.Data.Common;
using OtelBridge.Dialects;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Reads columns that may be null.</summary>
internal static class SqlRowExtensions
{
    public static long? Int64OrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static string? TextOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Reads three columns of tokens (input, output, total) that are null together.</summary>
    public static SpanTokenUsage? UsageOrNull(this DbDataReader row, int column) => row.IsDBNull(column)
        ? null
        : new SpanTokenUsage(row.GetInt64(column), row.GetInt64(column + 1), row.GetInt64(column + 2));
}
