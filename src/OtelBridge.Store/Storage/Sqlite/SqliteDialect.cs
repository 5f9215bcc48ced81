using System.Text.Json;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>SQLite's own words. Lists travel as JSON text.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public static SqliteDialect Instance { get; } = new();

    public override string IsIn(string expression, string parameter) => $"{expression} IN (SELECT value FROM json_each({parameter}))";

    public override object List(IReadOnlyCollection<long> values) => JsonSerializer.Serialize([.. values], SqliteJsonContext.Default.Int64Array);

    public override object List(IReadOnlyCollection<string> values) => JsonSerializer.Serialize([.. values], SqliteJsonContext.Default.StringArray);

    // Case-sensitive by the setting of the reading connections, SqliteFile.OpenForReading.
    public override string Like(string expression, string parameter) => $"{expression} LIKE {parameter}";

    public override string ILike(string expression, string parameter) => $"{SqliteFunctions.Fold}({expression}) LIKE {parameter}";

    public override string RLike(string expression, string parameter) => $"{SqliteFunctions.RLike}({parameter}, {expression})";
}
