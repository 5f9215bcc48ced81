using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>PostgreSQL's own words. Lists travel as arrays.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    // Of Unicode's simple mapping, as the store folds text itself. The columns compare by bytes, and lower() would leave everything but ASCII alone.
    private const string Folding = "\"und-x-icu\"";

    public static PostgresDialect Instance { get; } = new();

    public override string Locked => " FOR UPDATE";

    public override string IsIn(string expression, string parameter) => $"{expression} = ANY({parameter})";

    public override object List(IReadOnlyCollection<long> values) => values.ToArray();

    public override object List(IReadOnlyCollection<string> values) => values.Select(value => PostgresText.Storable(value)).ToArray();

    public override string Like(string expression, string parameter) => $"{expression} LIKE {parameter} ESCAPE ''";

    public override string ILike(string expression, string parameter) => $"lower({expression} COLLATE {Folding}) LIKE {parameter} ESCAPE ''";

    public override string RLike(string expression, string parameter) => $"{expression} ~ {parameter}";

    public override object Value(object? value) => value is string text ? PostgresText.Storable(text) : base.Value(value);
}
