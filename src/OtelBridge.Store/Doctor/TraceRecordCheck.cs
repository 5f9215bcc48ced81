using OtelBridge.Dialects;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Doctor;

/// <summary>Whether the record of each trace says what follows from its spans, where nobody has said otherwise.</summary>
internal sealed class TraceRecordCheck : ITraceCheck
{
    private const string UpdateSql = """
        UPDATE traces
        SET state = @state, start_ns = @start, end_ns = @end, span_count = @spans, root_span_id = @root, name = @name, request_preview = @request,
            response_preview = @response, client_request_id = @client, input_tokens = @input, output_tokens = @output, total_tokens = @total
        WHERE trace_key = @key
        """;

    public string Name => "records";

    public string Rule => "the record of every trace says what its spans say";

    public string Advice => "Run the doctor with --repair while no server uses the store: it computes them again.";

    public bool Holds(SqlSession session, TraceUnderCheck trace) => trace.Payload is null || Values(Expected(trace)) == Values(trace.Record);

    public bool Repair(SqlSession session, TraceUnderCheck trace)
    {
        var facts = Expected(trace);
        session.Execute(
            UpdateSql,
            ("@key", facts.Key),
            ("@state", (long)facts.State),
            ("@start", facts.StartUnixNano),
            ("@end", facts.EndUnixNano),
            ("@spans", facts.SpanCount),
            ("@root", facts.RootSpanId),
            ("@name", facts.Name),
            ("@request", facts.RequestPreview),
            ("@response", facts.ResponsePreview),
            ("@client", facts.ClientRequestId),
            ("@input", facts.TokenUsage?.Input),
            ("@output", facts.TokenUsage?.Output),
            ("@total", facts.TokenUsage?.Total));
        return true;
    }

    // The rules of writing, applied to all spans at once; what a record has said is in there from the start and stays.
    private static TraceFacts Expected(TraceUnderCheck trace)
    {
        var stored = trace.Record;
        var spans = trace.Payload!.Values.ToList(); // asked only where it was read
        var facts = new TraceFacts
        {
            Key = stored.Key,
            ExperimentId = stored.ExperimentId,
            Fixed = stored.Fixed,
            State = stored.State,
            StartUnixNano = stored.StartUnixNano,
            EndUnixNano = stored.EndUnixNano,
            Name = stored.Name,
            RequestPreview = stored.RequestPreview,
            ResponsePreview = stored.ResponsePreview,
            ClientRequestId = stored.ClientRequestId,
            SpanCount = spans.Count,
            TokenUsage = TokenUsageTree.Of(spans.Select(static span => new SpanUsage(span.SpanId, span.ParentSpanId, span.TokenUsage))).Total,
        };
        if (spans.Count > 0)
        {
            facts.SetRoot(spans.Where(static span => span.Root is not null)
                .MinBy(static span => (span.ParentSpanId is not null, span.StartUnixNano, span.SpanId)));
            facts.SetExtent(spans.Min(static span => span.StartUnixNano), spans.Max(static span => span.EndUnixNano));
        }

        return facts;
    }

    private static (TraceState, long, long?, long, long?, string?, string?, string?, string?, SpanTokenUsage?) Values(TraceFacts facts) =>
        (facts.State, facts.StartUnixNano, facts.EndUnixNano, facts.SpanCount, facts.RootSpanId, StoredText.Of(facts.Name),
            StoredText.Of(facts.RequestPreview), StoredText.Of(facts.ResponsePreview), StoredText.Of(facts.ClientRequestId), facts.TokenUsage);
}
