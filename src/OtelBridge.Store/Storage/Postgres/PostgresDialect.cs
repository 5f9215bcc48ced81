using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>PostgreSQL's own words. Lists travel as arrays.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    // Of Unicode's simple mapping, as the store folds text itself. The columns compare by bytes, and lower() would leave everything but ASCII alone.
    private const string Folding = "\"und-x-icu\"";

    private const int MaxTextBytes = 900_000;

    public static PostgresDialect Instance { get; } = new();

    public override string Locked => " FOR UPDATE";

    public override string IsIn(string expression, string parameter) => $"{expression} = ANY({parameter})";

    public override object List(IReadOnlyCollection<long> values) => values.ToArray();

    public override object List(IReadOnlyCollection<string> values) => values.Select(value => PostgresText.Storable(value)).ToArray();

    public override string Like(string expression, string parameter) => $"{expression} LIKE {parameter} ESCAPE ''";

    public override string ILike(string expression, string parameter) => $"lower({expression} COLLATE {Folding}) LIKE {parameter} ESCAPE ''";

    public override string RLike(string expression, string parameter) => $"{expression} ~ {parameter}";

    public override string SizeSql => """
        SELECT CAST(coalesce(sum(pg_total_relation_size(oid)), 0) AS bigint), pg_total_relation_size('blocks')
        FROM pg_catalog.pg_class WHERE relnamespace = quote_ident(current_schema())::regnamespace AND relkind = 'r'
        """;

    public override string PassExperimentId =>
        "SELECT setval('experiments_experiment_id_seq', @id) FROM experiments_experiment_id_seq WHERE last_value < @id OR (last_value = @id AND NOT is_called)";

    public override string PatternLimit => "SET LOCAL statement_timeout = '20s'";

    // The text of a trace is read anew each time it is indexed, so what was there is replaced. A tsvector holds less than 1 MiB: of more words the first
    // are kept, and the mark says that there are more.
    public override string AddText => $"""
        INSERT INTO trace_text (trace_key, words)
        SELECT @key, array_to_tsvector(array(
            SELECT word FROM (
                SELECT word, sum(octet_length(word) + 4) OVER (ROWS UNBOUNDED PRECEDING) AS size FROM unnest(string_to_array(@words, ' ')) AS word
            ) AS sized WHERE size <= {MaxTextBytes} AND word <> '')
            || CASE WHEN octet_length(@words) + (4 * (length(@words) - length(replace(@words, ' ', '')))) >= {MaxTextBytes - 80} THEN ARRAY['{Words.More}'] ELSE ARRAY[]::text[] END)
        ON CONFLICT (trace_key) DO UPDATE SET words = excluded.words
        """;

    public override string RemoveText => $"DELETE FROM trace_text WHERE {IsIn("trace_key", "@keys")}";

    public override string ClearText => "DELETE FROM trace_text";

    // Words hold letters, digits and private characters alone, so quotes are all they need.
    public override string TextQuery(WordQuery query)
    {
        var groups = query.Groups.Count > 0 && query.Groups.All(group => group.Count > 0)
            ? string.Join(" & ", query.Groups.Select(group => $"({string.Join(" | ", group.Select(term => $"'{term.Word}'{(term.IsPrefix ? ":*" : "")}"))})"))
            : null;
        return (groups, query.OrMore) switch
        {
            (null, _) => $"'{Words.More}'",
            (_, true) => $"({groups}) | '{Words.More}'",
            _ => groups,
        };
    }

    public override string TextMatches(string parameter, bool isRanged) =>
        $"SELECT trace_key FROM trace_text WHERE words @@ {parameter}::tsquery{(isRanged ? $" AND trace_key BETWEEN {TextRange.Lowest} AND {TextRange.Highest}" : "")}";

    public override object Value(object? value) => value is string text ? PostgresText.Storable(text) : base.Value(value);
}
