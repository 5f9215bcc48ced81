using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.ClickHouse.Aggregates;
using OtelBridge.Store.Storage.ClickHouse.Services;
using OtelBridge.Store.Storage.Search;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Reads traces by service and operation, from the columns of spans.</summary>
internal sealed class ClickHouseServiceReader(ClickHouseReads database, ClickHouseSearch search, ITraceReader traces) : IServiceReader
{
    private readonly ClickHouseRecordReader _records = new(database);

    public async Task<IReadOnlyList<string>> ListServicesAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken)
    {
        if (await FindScopeAsync(experimentIds, cancellationToken).ConfigureAwait(false) is not ({ } spans, { } values))
        {
            return [];
        }

        var sql = $"SELECT DISTINCT ifNull(service, '') AS value FROM spans WHERE {spans} ORDER BY value LIMIT {IServiceReader.MaxListed}";
        var services = await database.QueryAsync(sql, values, static row => row.String(), cancellationToken).ConfigureAwait(false);
        return services.Order(StringComparer.Ordinal).ToList();
    }

    public async Task<IReadOnlyList<ServiceOperation>> ListOperationsAsync(string serviceName, IReadOnlyList<string> experimentIds, CancellationToken cancellationToken)
    {
        if (await FindScopeAsync(experimentIds, cancellationToken).ConfigureAwait(false) is not ({ } spans, { } values))
        {
            return [];
        }

        var sql = $"""
            SELECT DISTINCT least(kind, 5) AS of_kind, name FROM spans WHERE {spans} AND ifNull(service, '') = {values.Add(FacetRule.Cut(serviceName))}
            ORDER BY of_kind, name LIMIT {IServiceReader.MaxListed}
            """;
        var found = await database.QueryAsync(
            sql, values, static row => (Kind: (Span.Types.SpanKind)row.UInt8(), Name: FacetRule.Cut(row.String())), cancellationToken).ConfigureAwait(false);
        return [.. found.Distinct().OrderBy(static item => item.Kind).ThenBy(static item => item.Name, StringComparer.Ordinal).Select(static item => new ServiceOperation(item.Name, item.Kind))];
    }

    public async Task<IReadOnlyList<TraceInfo>> FindTracesAsync(ServiceTraceQuery query, CancellationToken cancellationToken) =>
        await _records.ReadRecordsAsync(await FindAsync(query, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<TraceSummary>> FindSummariesAsync(ServiceTraceQuery query, CancellationToken cancellationToken)
    {
        var found = await FindAsync(query, cancellationToken).ConfigureAwait(false);
        return await new SummaryReading(database).ReadAsync(found, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Trace?> FindTraceAsync(string otlpTraceId, CancellationToken cancellationToken)
    {
        var id = TraceIdText.TryParse(otlpTraceId.PadLeft(32, '0'), out var bytes) ? TraceIdText.FromBytes(bytes) : otlpTraceId;
        var found = await traces.GetTracesAsync([id], cancellationToken).ConfigureAwait(false);
        if (found.Count == 0 && bytes is not null)
        {
            // Spans of one OTLP trace that name several traces are a mistake of their sender: one of them is shown.
            var values = new ClickHouseValues();
            var sql = $"SELECT trace_id FROM spans WHERE otlp_trace_id = {values.Add(Hex.Write(bytes))} ORDER BY arrival, trace_id LIMIT 1";
            var others = await database.QueryAsync(sql, values, static row => row.String(), cancellationToken).ConfigureAwait(false);
            found = await traces.GetTracesAsync(others, cancellationToken).ConfigureAwait(false);
        }

        return found.Count == 0 ? null : found[0];
    }

    public Task<IReadOnlyList<ServiceCall>> ReadCallsAsync(long startFromUnixNano, long startBeforeUnixNano, IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) =>
        new CallReading(database, search).ReadAsync(new AggregateQuery(experimentIds, string.Empty, startFromUnixNano, startBeforeUnixNano), cancellationToken);

    // The condition of spans of some experiments, or of all; null where those have none.
    private async Task<(string Spans, ClickHouseValues Values)?> FindScopeAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken)
    {
        if (experimentIds.Count == 0)
        {
            return ("1", new ClickHouseValues());
        }

        return await TraceScope.FindAsync(database, search, new AggregateQuery(experimentIds, string.Empty, null, null), cancellationToken).ConfigureAwait(false) is { } scope
            ? ($"trace_hash IN (SELECT trace_hash FROM traces WHERE {scope.Traces})", scope.Values)
            : null;
    }

    private async Task<IReadOnlyList<string>> FindAsync(ServiceTraceQuery query, CancellationToken cancellationToken)
    {
        var page = new TraceQuery(query.ExperimentIds, Math.Clamp(query.Limit, 1, IServiceReader.MaxTraces), string.Empty);
        return (await search.FindIdsAsync(page, new SpanMatchNode(query), [], NumberRange.All, cancellationToken).ConfigureAwait(false)).TraceIds;
    }
}
