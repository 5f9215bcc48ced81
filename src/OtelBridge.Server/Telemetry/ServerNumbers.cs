using OtelBridge.Store.Quotas;

namespace OtelBridge.Server.Telemetry;

/// <summary>Every number of the server, once: <c>/metrics</c> and the meter both read this table.</summary>
/// <remarks>No labels from what senders say: their number would not be bounded, and their names would be read by whoever reads the numbers.</remarks>
internal static class ServerNumbers
{
    private const string Request = "{request}";
    private const string Search = "{search}";
    private const string Span = "{span}";
    private const string Trace = "{trace}";
    private const string Byte = "By";

    public static readonly IReadOnlyList<ServerNumber> All =
    [
        Counter("otelbridge_requests_total", "otelbridge.server.requests", Request, "Requests with spans, on every wire.", static now => now.Intake.Requests),
        Counter("otelbridge_requests_failed_total", "otelbridge.server.requests.failed", Request, "Requests of which nothing was stored and which their sender may repeat.",
            static now => now.Intake.Failed),
        Counter("otelbridge_requests_out_of_memory_total", "otelbridge.server.requests.out_of_memory", Request, "Requests that were sent away because the others held as much as they may.",
            static now => now.Facts.RequestsRefusedForMemory),
        Counter("otelbridge_request_bytes_total", "otelbridge.server.request.bytes", Byte, "Bytes of requests that were received, before and after decompression.",
            static now => now.Facts.BytesReceived),
        Counter("otelbridge_spans_stored_total", "otelbridge.server.spans.stored", Span, "Spans that were stored; one that was sent twice counts twice.",
            static now => now.Intake.Stored),
        Counter("otelbridge_spans_refused_total", "otelbridge.server.spans.refused", Span, "Spans that were refused for good.", static now => now.Intake.Refused),
        Counter("otelbridge_quota_refused_spans_total", "otelbridge.server.quota.refused.spans", Request, "Requests with spans that were refused for their sender's spans a second.",
            static now => now.Quotas[QuotaReason.Spans]),
        Counter("otelbridge_quota_refused_bytes_total", "otelbridge.server.quota.refused.bytes", Request, "Requests with spans that were refused for their sender's bytes a day.",
            static now => now.Quotas[QuotaReason.Bytes]),
        Counter("otelbridge_quota_refused_size_total", "otelbridge.server.quota.refused.size", Request, "Requests with spans that were refused for good, as larger than their sender's quota ever allows.",
            static now => now.Quotas[QuotaReason.RequestSize]),
        Counter("otelbridge_quota_refused_searches_total", "otelbridge.server.quota.refused.searches", Search, "Searches that were refused since as many ran for their caller as may.",
            static now => now.Quotas[QuotaReason.Searches]),
        Counter("otelbridge_quota_refused_search_time_total", "otelbridge.server.quota.refused.search_time", Search, "Searches that were given up since they took longer than their caller's may.",
            static now => now.Quotas[QuotaReason.SearchTime]),
        Counter("otelbridge_quota_refused_workspace_total", "otelbridge.server.quota.refused.workspace", Request, "How many of these requests and searches were refused for the quota of their workspace rather than of their caller.",
            static now => now.Quotas.OfWorkspaces),
        Counter("otelbridge_quota_refused_large_spans_total", "otelbridge.server.quota.refused.large_spans", Span, "Spans that were refused for good, alone, as larger than their sender's quota allows.",
            static now => now.Quotas[QuotaReason.SpanSize]),
        Counter("otelbridge_retention_deleted_traces_total", "otelbridge.server.retention.deleted", Trace, "Traces that retention deleted.",
            static now => now.Swept.TooOld + now.Swept.TooMuch),
        Counter("otelbridge_audit_lost_total", "otelbridge.server.audit.lost", Request, "Requests that have left no entry in the audit log, since too many others waited to be written.",
            static now => now.AuditLost),
        Gauge("otelbridge_request_bytes_in_flight", "otelbridge.server.request.bytes.in_flight", Byte, "Bytes of requests that are being received and stored.",
            static now => now.Facts.BytesInFlight),
        Gauge("otelbridge_request_bytes_in_flight_limit", "otelbridge.server.request.bytes.limit", Byte, "How many bytes these may be.", static now => now.Facts.MaxBytesInFlight),
        Gauge("process_resident_memory_bytes", "otelbridge.server.process.memory", Byte, "Memory of the process.", static _ => Environment.WorkingSet),
        Gauge("process_managed_heap_bytes", "otelbridge.server.process.heap", Byte, "The part of it that holds managed objects, with those that nobody needs any more.", static _ => GC.GetTotalMemory(forceFullCollection: false)),
        Counter("process_full_collections_total", "otelbridge.server.process.full_collections", "{collection}", "Full garbage collections.", static _ => GC.CollectionCount(GC.MaxGeneration)),
        Gauge("otelbridge_store_traces", "otelbridge.server.store.traces", Trace, "Traces in the store.", static now => now.Store?.Traces),
        Gauge("otelbridge_store_spans", "otelbridge.server.store.spans", Span, "Spans in the store.", static now => now.Store?.Spans),
        Gauge("otelbridge_store_bytes", "otelbridge.server.store.bytes", Byte, "What the store takes on disk.", static now => now.Store?.Bytes),
        Gauge("otelbridge_store_payload_bytes", "otelbridge.server.store.payload.bytes", Byte, "The part of it that spans as they were received take.",
            static now => now.Store?.PayloadBytes),
        Gauge("otelbridge_store_unindexed_traces", "otelbridge.server.store.unindexed", Trace, "Traces whose words are not in the text index yet.",
            static now => now.Store?.UnindexedTraces),
        Gauge("otelbridge_store_waiting_writes", "otelbridge.server.store.waiting", Request, "Requests of this process that wait to be stored.",
            static now => now.Store?.WaitingWrites),
    ];

    private static ServerNumber Counter(string prometheus, string instrument, string unit, string help, Func<ServerReading, long?> read) =>
        new(prometheus, instrument, unit, true, help, read);

    private static ServerNumber Gauge(string prometheus, string instrument, string unit, string help, Func<ServerReading, long?> read) =>
        new(prometheus, instrument, unit, false, help, read);
}
