using Npgsql;
using OtelBridge.Dialects;
using OtelBridge.Pricing;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>Rows on their way into one statement, as one array a column.</summary>
internal sealed class PostgresRows<TRow>(IEnumerable<TRow> rows)
{
    private readonly TRow[] _rows = [.. rows];

    /// <summary>Adds a statement, unless there are no rows.</summary>
    public void AddTo(NpgsqlBatch batch, string sql, Func<NpgsqlParameter[]> columns)
    {
        if (_rows.Length > 0)
        {
            Add(batch, sql, columns());
        }
    }

    public NpgsqlParameter Column<TValue>(Func<TRow, TValue> value) => new NpgsqlParameter<TValue[]> { TypedValue = Array.ConvertAll(_rows, row => value(row)) };

    public NpgsqlParameter Text(Func<TRow, string?> value) => Column(row => PostgresText.Storable(value(row)));

    /// <summary>Gives the columns of <see cref="UsageColumns.OfSpan"/>.</summary>
    public NpgsqlParameter[] Usage(Func<TRow, SpanTokenUsage?> tokens, Func<TRow, SpanCost?> cost) =>
    [
        Column(row => tokens(row)?.Input),
        Column(row => tokens(row)?.Output),
        Column(row => tokens(row)?.Total),
        Column(row => cost(row)?.Input),
        Column(row => cost(row)?.Output),
        Column(row => cost(row)?.Total),
        Column(row => cost(row)?.CacheRead),
        Column(row => cost(row)?.CacheWrite),
        Column(row => cost(row)?.Reasoning),
    ];

    public static void Add(NpgsqlBatch batch, string sql, NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
    }
}
