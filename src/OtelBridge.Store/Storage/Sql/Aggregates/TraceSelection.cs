using System.Data.Common;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Search;
using OtelBridge.Store.Storage.Sql.Search;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>The traces that a filter finds, as searches find them.</summary>
internal sealed class TraceSelection(
    SqlSession session, TermDictionary terms, IReadOnlyList<string> experimentIds, FilterNode? filter, NumberRange starts, SearchLimits limits,
    CancellationToken cancellationToken) : TraceRows
{
    /// <summary>Gets the range of starts that a query asks for.</summary>
    public static NumberRange Starts(AggregateQuery query) => new(query.FromUnixNano ?? long.MinValue, query.ToUnixNano ?? long.MaxValue);

    protected override void Read(Func<string, string, string> sql, Action<DbDataReader> read) => TraceSearch.Sources(
        session, terms, experimentIds, filter, starts, limits, (from, where, values) => Read(session, sql(from, where), values, read), cancellationToken);
}
