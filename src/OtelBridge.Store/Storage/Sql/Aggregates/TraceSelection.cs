using System.Data.Common;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Sql.Search;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>The traces of a query, read row by row without their previews and payload.</summary>
internal sealed class TraceSelection(
    SqlSession session, TermDictionary terms, IReadOnlyList<string> experimentIds, FilterNode? filter, NumberRange starts, SearchLimits limits,
    CancellationToken cancellationToken)
{
    /// <summary>Gets the range of starts that a query asks for.</summary>
    public static NumberRange Starts(AggregateQuery query) => new(query.FromUnixNano ?? long.MinValue, query.ToUnixNano ?? long.MaxValue);

    /// <summary>Reads every trace.</summary>
    /// <param name="columns">Columns of the row <c>t</c>.</param>
    /// <param name="read">Is called with each row.</param>
    public void ReadTraces(string columns, Action<DbDataReader> read) => Read((from, where) => $"SELECT {columns} FROM {from} WHERE {where}", read);

    /// <summary>Reads what is joined to the traces.</summary>
    /// <param name="columns">Columns of the rows.</param>
    /// <param name="join">What is joined to the row <c>t</c>.</param>
    /// <param name="condition">Of what is joined.</param>
    /// <param name="read">Is called with each row.</param>
    public void ReadJoined(string columns, string join, string condition, Action<DbDataReader> read) =>
        Read((from, where) => $"SELECT {columns} FROM {from} {join} WHERE {where} AND {condition}", read);

    private void Read(Func<string, string, string> sql, Action<DbDataReader> read) => TraceSearch.Sources(
        session,
        terms,
        experimentIds,
        filter,
        starts,
        limits,
        (from, where, values) =>
        {
            using var command = session.Command(sql(from, where), values);
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                read(row);
            }
        },
        cancellationToken);
}
