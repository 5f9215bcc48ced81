using OtelBridge.Dialects;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Storage.Sql.Rollups;

namespace OtelBridge.Store.Doctor;

/// <summary>Whether the search columns of each span say what its payload says.</summary>
internal sealed class SpanColumnCheck : ITraceCheck
{
    private const string UpdateSql = """
        UPDATE spans
        SET parent_id = @parent, status = @status, start_ns = @start, end_ns = @end, name = @name, type = @type,
            input_tokens = @input, output_tokens = @output, total_tokens = @total, error = @error,
            model_id = (SELECT facet_id FROM facets WHERE kind = @modelKind AND key = '' AND value = @model),
            service_id = (SELECT facet_id FROM facets WHERE kind = @serviceKind AND key = '' AND value = @service)
        WHERE trace_key = @key AND span_id = @id
        """;

    public string Name => "span columns";

    public string Rule => "the columns of every span say what the span says";

    public string Advice => "Run the doctor with --repair while no server uses the store: it reads them from the spans again.";

    public bool Holds(SqlSession session, TraceUnderCheck trace) => trace.Payload is not { } payload
        || payload.Values.All(span => !trace.Columns.TryGetValue(span.SpanId, out var stored) || Values(span) == Values(stored));

    public bool Repair(SqlSession session, TraceUnderCheck trace)
    {
        RollupMarks.Touch(session, trace.Record.ExperimentId, trace.Record.StartUnixNano);
        foreach (var span in trace.Payload!.Values) // it does not hold, so the payload was read
        {
            PutFacet(session, trace, FacetKind.Model, span.Model);
            PutFacet(session, trace, FacetKind.ServiceName, span.ServiceName);
            session.Execute(
                UpdateSql,
                ("@key", trace.Record.Key),
                ("@id", span.SpanId),
                ("@parent", span.ParentSpanId),
                ("@status", (long)span.Status),
                ("@start", span.StartUnixNano),
                ("@end", span.EndUnixNano),
                ("@name", span.Name),
                ("@type", span.Type),
                ("@input", span.TokenUsage?.Input),
                ("@output", span.TokenUsage?.Output),
                ("@total", span.TokenUsage?.Total),
                ("@error", span.Error),
                ("@modelKind", (long)FacetKind.Model),
                ("@model", Cut(span.Model)),
                ("@serviceKind", (long)FacetKind.ServiceName),
                ("@service", Cut(span.ServiceName)));
        }

        return true;
    }

    // The columns hold the number of the value.
    private static void PutFacet(SqlSession session, TraceUnderCheck trace, FacetKind kind, string? value)
    {
        if (value is not null)
        {
            SqlFacets.Put(session, trace.Record.Key, kind, string.Empty, value);
        }
    }

    private static (long?, int, long, long?, string?, string?, SpanTokenUsage?, string?, string?, string?) Values(SpanRow span) => (
        span.ParentSpanId, span.Status, span.StartUnixNano, span.EndUnixNano, StoredText.Of(span.Name), StoredText.Of(span.Type), span.TokenUsage,
        StoredText.Of(span.Error), StoredText.Of(Cut(span.Model)), StoredText.Of(Cut(span.ServiceName)));

    private static string? Cut(string? value) => value is null ? null : FacetRule.Cut(value);
}
