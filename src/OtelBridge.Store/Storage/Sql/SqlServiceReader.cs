using OtelBridge.Identifiers;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Sql.Search;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Reads services and their traces from a SQL database.</summary>
internal sealed class SqlServiceReader(ISqlDatabase database, ITraceReader traces, SearchLimits? limits = null) : IServiceReader
{
    // Ranges may outlive their traces.
    private const string IsInUse = """
        EXISTS (SELECT 1 FROM trace_facets v JOIN traces t ON t.trace_key BETWEEN v.first_key AND v.last_key WHERE v.facet_id = f.facet_id)
        """;

    private const string ServicesSql = $"SELECT f.value FROM facets f WHERE f.kind = 5 AND f.key = '' AND {IsInUse} ORDER BY f.value LIMIT @limit";

    // No traces are noted with operations, but with the names of spans.
    private const string OperationsSql = $"""
        SELECT o.value FROM facets o
        WHERE o.kind = 8 AND o.key = @service AND EXISTS (SELECT 1 FROM facets f WHERE f.kind = 1 AND f.key = '' AND f.value = substr(o.value, 2) AND {IsInUse})
        ORDER BY o.value LIMIT @limit
        """;

    // Spans of one OTLP trace that name several traces are a mistake of their sender: one of them is shown.
    private const string OwnIdsSql = """
        SELECT f.value FROM facets f WHERE f.kind = 9 AND f.key = @id AND EXISTS (SELECT 1 FROM traces t WHERE t.trace_id = f.value) ORDER BY f.facet_id LIMIT 1
        """;

    // Each span of the newest traces finds its parent by the key of the table.
    private static string CallsSql(string isMeant) => $"""
        SELECT coalesce(pf.value, ''), coalesce(cf.value, ''), c.calls, c.errors FROM (
            SELECT p.service_id AS parent_id, c.service_id AS child_id, count(*) AS calls, sum(CASE WHEN c.status = 2 THEN 1 ELSE 0 END) AS errors
            FROM (SELECT trace_key FROM traces WHERE start_ns >= @from AND start_ns < @before{isMeant} ORDER BY start_ns DESC, trace_key DESC LIMIT @traces) t
            JOIN spans c ON c.trace_key = t.trace_key
            JOIN spans p ON p.trace_key = c.trace_key AND p.span_id = c.parent_id
            WHERE coalesce(p.service_id, 0) <> coalesce(c.service_id, 0)
            GROUP BY p.service_id, c.service_id
            LIMIT @limit) c
        LEFT JOIN facets pf ON pf.facet_id = c.parent_id
        LEFT JOIN facets cf ON cf.facet_id = c.child_id
        ORDER BY 1, 2
        """;

    private readonly TermDictionary _terms = new(); // of no use to these searches, which look for no words

    public Task<IReadOnlyList<string>> ListServicesAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<string>>(
        session =>
        {
            if (experimentIds.Count > 0)
            {
                return new ExperimentServices(session, experimentIds).List();
            }

            var services = session.Query(ServicesSql, static row => row.GetString(0), ("@limit", IServiceReader.MaxListed));
            return session.Text(OperationsSql, ("@service", string.Empty), ("@limit", 1)) is null ? services : [string.Empty, .. services];
        },
        cancellationToken);

    public Task<IReadOnlyList<ServiceOperation>> ListOperationsAsync(string serviceName, IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) => database.ReadAsync(
        session => experimentIds.Count > 0 ? new ExperimentServices(session, experimentIds).ListOperations(serviceName) : OperationFacet.Read(session.Query(
            OperationsSql, static row => row.GetString(0), ("@service", FacetRule.Cut(serviceName)), ("@limit", IServiceReader.MaxListed))),
        cancellationToken);

    public Task<IReadOnlyList<TraceInfo>> FindTracesAsync(ServiceTraceQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlTraceRecords.Read(session, Find(session, query, cancellationToken)), cancellationToken);

    public Task<IReadOnlyList<TraceSummary>> FindSummariesAsync(ServiceTraceQuery query, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<TraceSummary>>(
            session => [.. Find(session, query, cancellationToken).Select(key => SqlTraceSummaries.Read(session, key))], cancellationToken);

    public async Task<Trace?> FindTraceAsync(string otlpTraceId, CancellationToken cancellationToken)
    {
        var id = TraceIdText.TryParse(otlpTraceId.PadLeft(32, '0'), out var bytes) ? TraceIdText.FromBytes(bytes) : otlpTraceId;
        var found = await traces.GetTracesAsync([id], cancellationToken).ConfigureAwait(false);
        if (found.Count == 0 && bytes is not null)
        {
            var others = await database.ReadAsync(
                session => session.Query(OwnIdsSql, static row => row.GetString(0), ("@id", Hex.Write(bytes))), cancellationToken).ConfigureAwait(false);
            found = await traces.GetTracesAsync(others, cancellationToken).ConfigureAwait(false);
        }

        return found.Count == 0 ? null : found[0];
    }

    public Task<IReadOnlyList<ServiceCall>> ReadCallsAsync(
        long startFromUnixNano, long startBeforeUnixNano, IReadOnlyList<string> experimentIds, CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<ServiceCall>>(
        session =>
        {
            List<(string Name, object? Value)> values =
                [("@from", startFromUnixNano), ("@before", startBeforeUnixNano), ("@traces", IServiceReader.MaxGraphTraces), ("@limit", IServiceReader.MaxListed)];
            var isMeant = string.Empty;
            if (experimentIds.Count > 0)
            {
                isMeant = $" AND {session.Dialect.IsIn("experiment_id", "@experiments")}";
                values.Add(("@experiments", session.Dialect.List([.. experimentIds.Select(SqlExperiments.Key).OfType<long>()])));
            }

            return session.Query(
                CallsSql(isMeant), static row => new ServiceCall(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3)), [.. values]);
        },
        cancellationToken);

    private List<long> Find(SqlSession session, ServiceTraceQuery query, CancellationToken cancellationToken)
    {
        var page = new TraceQuery(query.ExperimentIds, Math.Clamp(query.Limit, 1, IServiceReader.MaxTraces), string.Empty);
        return TraceSearch.Find(session, _terms, page, new SpanMatchNode(query), [], limits ?? SearchLimits.Default, cancellationToken).Keys;
    }
}
