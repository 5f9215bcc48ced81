using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.ClickHouse.Services;

/// <summary>Sums traces up by the columns of their spans, so that no payload is read.</summary>
internal sealed class SummaryReading(ClickHouseReads database)
{
    public async Task<IReadOnlyList<TraceSummary>> ReadAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var summaries = new Dictionary<string, TraceSummary>(StringComparer.Ordinal); // bounded by the traces
        foreach (var piece in IdLists.Pieces(traceIds))
        {
            var values = new ClickHouseValues();
            var shares = await database.QueryAsync(Sql(values.Add(piece)), values, Read, cancellationToken).ConfigureAwait(false);
            foreach (var trace in shares.GroupBy(static share => share.TraceId, StringComparer.Ordinal))
            {
                summaries[trace.Key] = Sum([.. trace]);
            }
        }

        return [.. traceIds.Where(summaries.ContainsKey).Select(id => summaries[id])];
    }

    // A row for each service of a trace. The span that speaks for the trace is that of its record, or else the earliest without a parent, or else the earliest.
    private static string Sql(string ids)
    {
        var spans = $"""
            SELECT trace_id, span_id, parent_id, ifNull(service, '') AS service, name, status, start_ns, end_ns FROM spans
            WHERE trace_id IN {ids} ORDER BY rank DESC LIMIT 1 BY trace_id, span_id
            """;
        return $"""
            SELECT c.trace_id AS id, c.service AS of_service, toInt64(count()), toInt64(countIf(c.status = 2)), min(c.start_ns), max(c.end_ns),
                toInt64(countIf(c.parent_id IS NOT NULL AND p.found = 0)),
                min((multiIf(c.span_id = r.root, 0, c.parent_id IS NULL, 1, 2), c.start_ns, c.span_id, c.name))
            FROM ({spans}) c
            LEFT JOIN (SELECT trace_id, span_id, 1 AS found FROM spans WHERE trace_id IN {ids} GROUP BY trace_id, span_id) p ON p.trace_id = c.trace_id AND p.span_id = c.parent_id
            LEFT JOIN (SELECT trace_id, argMax(ifNull(root_span_id, 0), version) AS root FROM traces WHERE trace_id IN {ids} GROUP BY trace_id) r ON r.trace_id = c.trace_id
            GROUP BY id, of_service ORDER BY id, of_service
            """;
    }

    private static TraceSummary Sum(IReadOnlyCollection<Share> shares)
    {
        var root = shares.MinBy(static share => (share.Rank, share.RootStart, share.RootSpan))!;
        return new TraceSummary(
            root.TraceId,
            root.Service.Name,
            root.RootName,
            shares.Min(static share => share.Start),
            shares.Max(static share => share.End),
            shares.Sum(static share => share.Orphans),
            [.. shares.Select(static share => share.Service).OrderBy(static service => service.Name, StringComparer.Ordinal)]);
    }

    private static Share Read(RowBinaryReader row) => new(
        row.String(),
        new ServiceShare(row.String(), row.Int64(), row.Int64()),
        row.Int64(),
        row.NullableInt64(),
        row.Int64(),
        row.UInt8(),
        row.Int64(),
        row.Int64(),
        row.String());

    private sealed record Share(
        string TraceId, ServiceShare Service, long Start, long? End, long Orphans, byte Rank, long RootStart, long RootSpan, string RootName);
}
