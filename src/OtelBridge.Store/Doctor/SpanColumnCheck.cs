using OtelBridge.Store.Model;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor;

/// <summary>Whether the search columns of each span say what its payload says.</summary>
internal sealed class SpanColumnCheck : ITraceCheck
{
    private const string UpdateSql = """
        UPDATE spans
        SET parent_id = @parent, status = @status, start_ns = @start, end_ns = @end, name = @name, type = @type,
            input_tokens = @input, output_tokens = @output, total_tokens = @total
        WHERE trace_key = @key AND span_id = @id
        """;

    public string Name => "span columns";

    public string Rule => "the columns of every span say what the span says";

    public string Advice => "Run the doctor with --repair while no server uses the store: it reads them from the spans again.";

    public bool Holds(TraceUnderCheck trace) => trace.Payload is not { } payload
        || payload.Values.All(span => !trace.Columns.TryGetValue(span.SpanId, out var stored) || Values(span) == Values(stored));

    public bool Repair(SqlSession session, TraceUnderCheck trace)
    {
        foreach (var span in trace.Payload!.Values) // it does not hold, so the payload was read
        {
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
                ("@total", span.TokenUsage?.Total));
        }

        return true;
    }

    private static (long?, int, long, long?, string, string?, SpanTokenUsage?) Values(SpanRow span) =>
        (span.ParentSpanId, span.Status, span.StartUnixNano, span.EndUnixNano, span.Name, span.Type, span.TokenUsage);
}
