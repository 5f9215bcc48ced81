using Microsoft.Data.Sqlite;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Reads columns that may be null.</summary>
internal static class SqliteRowExtensions
{
    public static long? Int64OrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Reads three columns of tokens (input, output, total) that are null together.</summary>
    public static SpanTokenUsage? UsageOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column)
        ? null
        : new SpanTokenUsage(row.GetInt64(column), row.GetInt64(column + 1), row.GetInt64(column + 2));
}
