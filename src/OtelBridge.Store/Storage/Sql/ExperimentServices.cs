using OtelBridge.Otlp;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Services and operations of some experiments alone. What is noted of values names ranges of traces, those of others among them; so the spans themselves are read, of the newest traces.</summary>
internal sealed class ExperimentServices(SqlSession session, IReadOnlyList<string> experimentIds)
{
    private readonly object _experiments = session.Dialect.List([.. experimentIds.Select(SqlExperiments.Key).OfType<long>()]);

    private string Spans => $"""
        (SELECT trace_key FROM traces WHERE {session.Dialect.IsIn("experiment_id", "@experiments")} ORDER BY start_ns DESC, trace_key DESC LIMIT @traces) t
        JOIN spans s ON s.trace_key = t.trace_key LEFT JOIN facets f ON f.facet_id = s.service_id
        """;

    /// <summary>Lists the services in ordinal order.</summary>
    public List<string> List() => [.. Read($"SELECT DISTINCT coalesce(f.value, '') FROM {Spans} LIMIT @limit").Order(StringComparer.Ordinal)];

    /// <summary>Lists the operations of a service in ordinal order. Of which kind a span is, only the span itself says.</summary>
    public IReadOnlyList<ServiceOperation> ListOperations(string serviceName) =>
    [
        .. Read($"SELECT DISTINCT s.name FROM {Spans} WHERE coalesce(f.value, '') = @service LIMIT @limit", ("@service", FacetRule.Cut(serviceName)))
            .Select(FacetRule.Cut).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(static name => new ServiceOperation(name, Span.Types.SpanKind.Unspecified)),
    ];

    private List<string> Read(string sql, params IEnumerable<(string Name, object? Value)> values) => session.Query(
        sql, static row => row.GetString(0), [("@experiments", _experiments), ("@traces", (long)IServiceReader.MaxGraphTraces), ("@limit", (long)IServiceReader.MaxListed), .. values]);
}
