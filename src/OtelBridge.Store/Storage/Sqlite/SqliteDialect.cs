using System.Text.Json;
using OtelBridge.Store.Search.Text;
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

    // Of large stores by the newest blocks: to look at all of them reads a page each. The length of a value is in its row; the value itself is not read.
    public override string SizeSql => """
        SELECT page_count * page_size,
               CAST(coalesce((SELECT avg(length(payload)) FROM blocks WHERE block_id > (SELECT max(block_id) - 2000 FROM blocks)), 0) * (SELECT count(*) FROM block_uses) AS integer)
        FROM pragma_page_count(), pragma_page_size()
        """;

    public override string AddText => "INSERT INTO trace_text (rowid, words) VALUES (@key, @words)";

    // SqliteTextGenerations does.
    public override string? RemoveText => null;

    public override string ClearText => $"""
        INSERT INTO trace_text (trace_text) VALUES ('delete-all');
        INSERT INTO trace_text_before (trace_text_before) VALUES ('delete-all');
        DROP TABLE IF EXISTS {SqliteTextGenerations.Gone}
        """;

    // Words hold letters, digits and private characters alone, so quotes are all they need.
    public override string TextQuery(WordQuery query)
    {
        var groups = query.Groups.Count > 0 && query.Groups.All(group => group.Count > 0)
            ? string.Join(" AND ", query.Groups.Select(group => $"({string.Join(" OR ", group.Select(term => $"\"{term.Word}\"{(term.IsPrefix ? "*" : "")}"))})"))
            : null;
        return (groups, query.OrMore) switch
        {
            (null, _) => $"\"{Words.More}\"",
            (_, true) => $"({groups}) OR \"{Words.More}\"",
            _ => groups,
        };
    }

    public override string TextMatches(string parameter, bool isRanged)
    {
        var range = isRanged ? $" AND rowid BETWEEN {TextRange.Lowest} AND {TextRange.Highest}" : "";
        return $"SELECT rowid AS trace_key FROM trace_text WHERE trace_text MATCH {parameter}{range} UNION ALL SELECT rowid FROM trace_text_before WHERE trace_text_before MATCH {parameter}{range}";
    }
}
