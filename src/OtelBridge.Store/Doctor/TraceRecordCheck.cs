using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Storage.Sql.Rollups;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Doctor;

/// <summary>Whether the record of each trace says what follows from its spans, where nobody has said otherwise.</summary>
internal sealed class TraceRecordCheck : ITraceCheck
{
    private const string UpdateSql = """
        UPDATE traces
        SET state = @state, start_ns = @start, end_ns = @end, span_count = @spans, root_span_id = @root, name = @name, request_preview = @request,
            response_preview = @response, client_request_id = @client
        WHERE trace_key = @key
        """;

    public string Name => "records";

    public string Rule => "the record of every trace says what its spans say";

    public string Advice => "Run the doctor with --repair while no server uses the store: it computes them again.";

    public bool Holds(SqlSession session, TraceUnderCheck trace) => trace.Payload is null || Values(Expected(trace)) == Values(trace.Record);

    public bool Repair(SqlSession session, TraceUnderCheck trace)
    {
        var facts = Expected(trace);
        RollupMarks.Touch(session, trace.Record.ExperimentId, trace.Record.StartUnixNano);
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
            ("@client", facts.ClientRequestId));
        StoredUsage.PutTrace(session, facts.Key, facts.Usage);
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
            Usage = UsageOf(trace),
        };
        if (spans.Count > 0)
        {
            facts.SetRoot(spans.Where(static span => span.Root is not null)
                .MinBy(static span => (span.ParentSpanId is not null, span.StartUnixNano, span.SpanId)));
            facts.SetExtent(spans.Min(static span => span.StartUnixNano), spans.Max(static span => span.EndUnixNano));
        }

        return facts;
    }

    // Of spans that were stored before costs were, and are as they were then, only the tokens are known.
    private static TraceUsage UsageOf(TraceUnderCheck trace)
    {
        var usage = StoredUsage.Sum(trace, static (_, stored) => stored);
        return usage is { Tokens: null, Cost: null } || trace.Record.Usage is { Cost: null, UnpricedSpans: null } && usage.Cost is null
            ? usage with { UnpricedSpans = trace.Record.Usage.UnpricedSpans }
            : usage;
    }

    private static (TraceState, long, long?, long, long?, string?, string?, string?, string?, TraceUsage) Values(TraceFacts facts) =>
        (facts.State, facts.StartUnixNano, facts.EndUnixNano, facts.SpanCount, facts.RootSpanId, StoredText.Of(facts.Name),
            StoredText.Of(facts.RequestPreview), StoredText.Of(facts.ResponsePreview), StoredText.Of(facts.ClientRequestId), facts.Usage);
}
