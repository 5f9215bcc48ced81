using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>PostgreSQL's own words. Lists travel as arrays.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    public static PostgresDialect Instance { get; } = new();

    public override string Locked => " FOR UPDATE";

    public override string IsIn(string expression, string parameter) => $"{expression} = ANY({parameter})";

    public override object List(IReadOnlyCollection<long> values) => values.ToArray();

    public override object List(IReadOnlyCollection<string> values) => values.Select(value => PostgresText.Storable(value)).ToArray();

    public override object Value(object? value) => value is string text ? PostgresText.Storable(text) : base.Value(value);
}
