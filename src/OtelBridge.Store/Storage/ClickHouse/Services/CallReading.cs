using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage.ClickHouse.Aggregates;

namespace OtelBridge.Store.Storage.ClickHouse.Services;

/// <summary>Counts who called whom: spans of the newest traces of a window beside their parents.</summary>
internal sealed class CallReading(ClickHouseReads database, ClickHouseSearch search)
{
    public async Task<IReadOnlyList<ServiceCall>> ReadAsync(AggregateQuery query, CancellationToken cancellationToken)
    {
        if (await TraceScope.FindAsync(database, search, query, cancellationToken).ConfigureAwait(false) is not { } scope)
        {
            return [];
        }

        // Of several copies of a span the newest counts; where no trace of the window has any, nothing has to be sorted.
        var spans = $"""
            SELECT trace_hash, span_id, parent_id, ifNull(service, '') AS service, status FROM spans
            WHERE trace_hash IN (SELECT trace_hash FROM traces WHERE {scope.Traces} ORDER BY start_ns DESC, arrival DESC LIMIT {IServiceReader.MaxGraphTraces})
            {(scope.HasCopies ? "ORDER BY rank DESC LIMIT 1 BY trace_hash, span_id" : string.Empty)}
            """;
        var sql = $"""
            SELECT p.service AS caller, c.service AS called, toInt64(count()), toInt64(countIf(c.status = 2))
            FROM ({spans}) c JOIN ({spans}) p ON p.trace_hash = c.trace_hash AND p.span_id = c.parent_id
            WHERE p.service != c.service GROUP BY caller, called ORDER BY caller, called LIMIT {IServiceReader.MaxListed}
            """;
        var calls = await database.QueryAsync(
            sql, scope.Values, static row => new ServiceCall(row.String(), row.String(), row.Int64(), row.Int64()), cancellationToken).ConfigureAwait(false);
        return [.. calls.OrderBy(static call => call.Parent, StringComparer.Ordinal).ThenBy(static call => call.Child, StringComparer.Ordinal)];
    }
}
