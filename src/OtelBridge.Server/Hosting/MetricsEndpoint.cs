using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Retention;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Health;

namespace OtelBridge.Server.Hosting;

/// <summary>The numbers of the page of health in Prometheus' text format.</summary>
/// <remarks>No labels from what senders say: their number would not be bounded, and their names would be read by whoever reads the numbers.</remarks>
internal static class MetricsEndpoint
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/metrics", AnswerAsync).WithMetadata(new ListenerMetadata(ListenerRole.Http)).WithAccess(AccessRule.Of(AccessScopes.Read, PlainRefusal.WriteAsync));

    private static async Task AnswerAsync(HttpContext context)
    {
        var text = new StringBuilder();
        WriteProcess(text, context.RequestServices);
        await WriteStoreAsync(text, context);
        context.Response.ContentType = ContentType;
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }

    private static void WriteProcess(StringBuilder text, IServiceProvider services)
    {
        var (all, facts, swept) = (services.GetRequiredService<IntakeLedger>().Read().All, services.GetRequiredService<IServerFacts>(), services.GetRequiredService<SweepLedger>().Read());
        Counter(text, "otelbridge_requests_total", "Requests with spans, on every wire.", all.Requests);
        Counter(text, "otelbridge_requests_failed_total", "Requests of which nothing was stored and which their sender may repeat.", all.Failed);
        Counter(text, "otelbridge_requests_out_of_memory_total", "Requests that were sent away because the others held as much as they may.", facts.RequestsRefusedForMemory);
        Counter(text, "otelbridge_spans_stored_total", "Spans that were stored; one that was sent twice counts twice.", all.Stored);
        Counter(text, "otelbridge_spans_refused_total", "Spans that were refused for good.", all.Refused);
        Counter(text, "otelbridge_retention_deleted_traces_total", "Traces that retention deleted.", swept.TooOld + swept.TooMuch);
        Gauge(text, "otelbridge_request_bytes_in_flight", "Bytes of requests that are being received and stored.", facts.BytesInFlight);
        Gauge(text, "otelbridge_request_bytes_in_flight_limit", "How many bytes these may be.", facts.MaxBytesInFlight);
        Gauge(text, "process_resident_memory_bytes", "Memory of the process.", Environment.WorkingSet);
    }

    // A store that does not answer now says nothing of itself; the other numbers say that.
    private static async Task WriteStoreAsync(StringBuilder text, HttpContext context)
    {
        StoreSize size;
        try
        {
            size = await context.RequestServices.GetRequiredService<ITraceStore>().Aggregates.ReadSizeAsync(context.RequestAborted);
        }
        catch (StoreUnavailableException)
        {
            return;
        }

        Gauge(text, "otelbridge_store_traces", "Traces in the store.", size.Traces);
        Gauge(text, "otelbridge_store_spans", "Spans in the store.", size.Spans);
        Gauge(text, "otelbridge_store_bytes", "What the store takes on disk.", size.Bytes);
        Gauge(text, "otelbridge_store_payload_bytes", "The part of it that spans as they were received take.", size.PayloadBytes);
        Gauge(text, "otelbridge_store_unindexed_traces", "Traces whose words are not in the text index yet.", size.UnindexedTraces);
        Gauge(text, "otelbridge_store_waiting_writes", "Requests of this process that wait to be stored.", size.WaitingWrites);
    }

    private static void Counter(StringBuilder text, string name, string help, long value) => Write(text, name, "counter", help, value);

    private static void Gauge(StringBuilder text, string name, string help, long value) => Write(text, name, "gauge", help, value);

    private static void Write(StringBuilder text, string name, string type, string help, long value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n{name} {value}\n");
}
