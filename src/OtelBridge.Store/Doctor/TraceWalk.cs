using System.Data.Common;
using OtelBridge.Pricing;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Translation;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Doctor;

/// <summary>Reads every trace once and shows it to the checks that look at one trace at a time.</summary>
internal sealed class TraceWalk(ISqlDatabase database, PriceTable prices, IReadOnlyList<ITraceCheck> checks) : StoreCheck("traces")
{
    // Read on one state of the store, so that a server that writes meanwhile makes nothing look wrong.
    private const int PageSize = 50;

    // Enough to tell whether the text index knows a trace.
    private const int MaxWords = 8;

    private const string PageSql = $"""
        SELECT trace_key, trace_id, experiment_id, state, start_ns, end_ns, span_count, root_span_id, name, request_preview, response_preview,
               client_request_id, fixed, {UsageColumns.OfTrace}
        FROM traces WHERE trace_key > @after ORDER BY trace_key LIMIT @limit
        """;

    private const string SpansSql = $"""
        SELECT s.span_id, s.parent_id, s.status, s.start_ns, s.end_ns, s.name, s.type, s.error, model.value, service.value, {UsageColumns.OfSpan}
        FROM spans s LEFT JOIN facets model ON model.facet_id = s.model_id LEFT JOIN facets service ON service.facet_id = s.service_id
        WHERE s.trace_key = @key
        """;

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(bool repair, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var total = await CountAsync(database, "SELECT max(trace_key) FROM traces", cancellationToken).ConfigureAwait(false);
        var (after, traces, spans) = (0L, 0L, 0L);
        var wrong = checks.ToDictionary(static check => check, static _ => (Left: new Examples(), Repaired: new Examples()));
        while (true)
        {
            var from = after;
            Func<SqlSession, List<Seen>> examine = session => Examine(session, from, repair, cancellationToken);
            var page = await (repair ? database.WriteAsync(examine, 0, cancellationToken) : database.ReadAsync(examine, cancellationToken)).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            foreach (var seen in page)
            {
                (traces, spans, after) = (traces + 1, spans + seen.Spans, seen.Key);
                foreach (var (check, isRepaired) in seen.Wrong)
                {
                    (isRepaired ? wrong[check].Repaired : wrong[check].Left).Add(seen.TraceId);
                }
            }

            progress(after, total);
        }

        return [Sound($"{traces} traces, {spans} spans"), .. checks.Select(check => Result(check, wrong[check].Left, wrong[check].Repaired))];
    }

    private static CheckResult Result(ITraceCheck check, Examples left, Examples repaired) => (left.Count, repaired.Count) switch
    {
        (0, 0) => new CheckResult(check.Name, CheckOutcome.Sound, check.Rule),
        (0, _) => new CheckResult(check.Name, CheckOutcome.Repaired, FormattableString.Invariant($"put right in {repaired.Count} traces: {repaired}")),
        _ => new CheckResult(
            check.Name, check.Fault, FormattableString.Invariant($"it does not hold that {check.Rule}, in {left.Count} traces: {left}"), check.Advice),
    };

    private List<Seen> Examine(SqlSession session, long after, bool repair, CancellationToken cancellationToken)
    {
        var page = session.Query(PageSql, ReadRecord, ("@after", after), ("@limit", PageSize));
        var seen = new List<Seen>(page.Count);
        foreach (var (traceId, record) in page)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var words = new HashSet<string>(StringComparer.Ordinal);
            var trace = new TraceUnderCheck
            {
                TraceId = traceId,
                Record = record,
                Columns = session.Query(SpansSql, ReadSpan, ("@key", record.Key)).ToDictionary(static span => span.SpanId),
                Payload = ReadPayload(session, record.Key, traceId, words),
                Words = words,
            };
            seen.Add(new Seen(record.Key, traceId, trace.Columns.Count, [
                .. checks.Where(check => !check.Holds(session, trace)).Select(check => (check, repair && check.Repair(session, trace))),
            ]));
        }

        return seen;
    }

    private Dictionary<long, SpanRow>? ReadPayload(SqlSession session, long traceKey, string traceId, HashSet<string> words)
    {
        try
        {
            var rows = new Dictionary<long, SpanRow>(); // bounded by the spans of one trace
            foreach (var (message, places) in SqlTracePayload.Read(session, traceKey))
            {
                var spans = message.ResourceSpans.SelectMany(resource => resource.ScopeSpans.SelectMany(static scope => scope.Spans)
                    .Select(span => (Span: span, ResourceReading.Of(resource.Resource).ServiceName)));
                foreach (var (span, serviceName) in spans.Where((_, ordinal) => places.ContainsKey(ordinal)))
                {
                    var row = SpanTranslator.Translate(span, traceId, serviceName, prices).Row;
                    rows[row.SpanId] = row;
                    foreach (var piece in words.Count < MaxWords ? SpanText.Pieces(span) : [])
                    {
                        Words.Collect(piece, words, MaxWords);
                    }
                }
            }

            return rows;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static (string TraceId, TraceFacts Record) ReadRecord(DbDataReader row) => (row.GetString(1), new TraceFacts
    {
        Key = row.GetInt64(0),
        ExperimentId = row.GetInt64(2),
        State = (TraceState)row.GetInt64(3),
        StartUnixNano = row.GetInt64(4),
        EndUnixNano = row.Int64OrNull(5),
        SpanCount = row.GetInt64(6),
        RootSpanId = row.Int64OrNull(7),
        Name = row.TextOrNull(8),
        RequestPreview = row.TextOrNull(9),
        ResponsePreview = row.TextOrNull(10),
        ClientRequestId = row.TextOrNull(11),
        Fixed = (RecordFields)row.GetInt64(12),
        Usage = row.TraceUsage(13),
    });

    private static SpanRow ReadSpan(DbDataReader row) => new()
    {
        SpanId = row.GetInt64(0),
        ParentSpanId = row.Int64OrNull(1),
        Status = row.GetInt32(2),
        StartUnixNano = row.GetInt64(3),
        EndUnixNano = row.Int64OrNull(4),
        Name = row.GetString(5),
        Type = row.TextOrNull(6),
        Error = row.TextOrNull(7),
        Model = row.TextOrNull(8),
        ServiceName = row.TextOrNull(9),
        TokenUsage = row.TokensOrNull(10),
        Cost = row.CostOrNull(10 + UsageColumns.Cost),
    };

    private sealed record Seen(long Key, string TraceId, int Spans, IReadOnlyList<(ITraceCheck Check, bool IsRepaired)> Wrong);
}
