using OtelBridge.Grpc;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Jaeger;

/// <summary>The older API, which Grafana and earlier versions of Jaeger's UI call, and today's UI for what v3 lacks.</summary>
internal static class JaegerLegacyEndpoints
{
    private const long NanosPerMilli = 1_000_000;
    private const long DayMs = 24L * 60 * 60 * 1000;

    public static IReadOnlyList<JaegerEndpoint> All { get; } =
    [
        JaegerEndpoint.Get("/api/services", ListServicesAsync),
        JaegerEndpoint.Get("/api/operations", ListOperationsAsync),
        JaegerEndpoint.Get("/api/services/{service}/operations", ListNamesAsync),
        JaegerEndpoint.Get("/api/traces/{traceId}", GetTraceAsync),
        JaegerEndpoint.Get("/api/traces", FindTracesAsync),
        JaegerEndpoint.Get("/api/dependencies", GetDependenciesAsync),
        JaegerEndpoint.Post("/api/transform", TransformAsync),
        JaegerEndpoint.Post("/api/archive/{traceId}", static _ => throw NotHere("There is no archive: the store keeps its traces for as long as it is told.")),
        JaegerEndpoint.Get("/api/metrics/{metric}", static _ => throw NotHere("Metrics of services are not kept here.")),
    ];

    private static async Task ListServicesAsync(JaegerCall call)
    {
        var services = await call.Services.ListServicesAsync([], call.CancellationToken);
        WriteNames(call, [.. services.Select(JaegerServiceName.Of)]);
    }

    private static async Task ListOperationsAsync(JaegerCall call)
    {
        var service = call.Query("service") ?? throw new GrpcException(GrpcStatusCode.InvalidArgument, "parameter 'service' is required");
        var kind = call.Query("spanKind");
        var operations = (await call.Services.ListOperationsAsync(JaegerServiceName.Read(service), [], call.CancellationToken))
            .Where(operation => kind is null || JaegerSpanKind.Of(operation.Kind).Equals(kind, StringComparison.OrdinalIgnoreCase)).ToList();
        call.Json.WriteStartArray("data"u8);
        foreach (var operation in operations)
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("name"u8, operation.Name);
            call.Json.WriteString("spanKind"u8, JaegerSpanKind.Of(operation.Kind));
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndArray();
        JaegerEnvelope.Close(call.Json, operations.Count);
    }

    private static async Task ListNamesAsync(JaegerCall call)
    {
        var operations = await call.Services.ListOperationsAsync(JaegerServiceName.Read(call.Route("service")), [], call.CancellationToken);
        WriteNames(call, [.. operations.Select(static operation => operation.Name).Distinct().Order(StringComparer.Ordinal)]);
    }

    private static async Task GetTraceAsync(JaegerCall call)
    {
        var traceId = JaegerTraceId.Read("traceID", call.Route("traceId"));
        var trace = await call.Services.FindTraceAsync(traceId, call.CancellationToken) ?? throw new NotStoredException(JaegerCall.TraceNotFound);
        call.Json.WriteStartArray("data"u8);
        JaegerTraceJson.Write(call.Json, JaegerTraceJson.IdOf(traceId, trace.ResourceSpans), trace.ResourceSpans);
        call.Json.WriteEndArray();
        JaegerEnvelope.Close(call.Json);
    }

    private static async Task FindTracesAsync(JaegerCall call)
    {
        var ids = call.QueryAll("traceID").Take(IServiceReader.MaxTraces).Select(static id => JaegerTraceId.Read("traceID", id)).ToList();
        if (ids.Count == 0)
        {
            ids.AddRange((await call.Services.FindTracesAsync(JaegerLegacySearch.Read(call), call.CancellationToken)).Select(static info => info.TraceId));
        }

        var errors = new List<JaegerEnvelope.Error>(); // bounded by the ids
        call.Json.WriteStartArray("data"u8);
        foreach (var id in ids)
        {
            var (trace, error) = await call.TryReadTraceAsync(id);
            if (trace is not null)
            {
                JaegerTraceJson.Write(call.Json, JaegerTraceJson.IdOf(id, trace.ResourceSpans), trace.ResourceSpans);
                await call.SendLargeAsync();
            }
            else
            {
                errors.Add(new JaegerEnvelope.Error(error!, JaegerTraceId.Of(id))); // one of the two is there
            }
        }

        call.Json.WriteEndArray();
        JaegerEnvelope.Close(call.Json, 0, errors);
    }

    private static async Task GetDependenciesAsync(JaegerCall call)
    {
        var end = call.Query("endTs") is { } text
            ? JaegerTimes.Units("endTs", text, NanosPerMilli)
            : JaegerLegacySearch.UnixNano(call.Time.GetUtcNow());
        var lookback = call.Query("lookback") is { } back ? JaegerTimes.Units("lookback", back, NanosPerMilli) : DayMs * NanosPerMilli;
        var calls = await call.Services.ReadCallsAsync(Math.Max(0, end - lookback), JaegerTimes.After(end), [], call.CancellationToken);
        var service = call.Query("service");
        call.Json.WriteStartArray("data"u8);
        foreach (var link in calls)
        {
            var (parent, child) = (JaegerServiceName.Of(link.Parent), JaegerServiceName.Of(link.Child));
            if (service is null || parent == service || child == service)
            {
                call.Json.WriteStartObject();
                call.Json.WriteString("parent"u8, parent);
                call.Json.WriteString("child"u8, child);
                call.Json.WriteNumber("callCount"u8, link.CallCount);
                call.Json.WriteEndObject();
            }
        }

        call.Json.WriteEndArray();
        JaegerEnvelope.Close(call.Json);
    }

    // Shows OTLP/JSON that somebody has dropped onto the page; nothing is stored.
    private static async Task TransformAsync(JaegerCall call)
    {
        var request = await call.ReadOtlpAsync();
        call.Json.WriteStartArray("data"u8);
        foreach (var (id, groups) in SpansByTrace.Of(request))
        {
            JaegerTraceJson.Write(call.Json, id, groups);
        }

        call.Json.WriteEndArray();
        JaegerEnvelope.Close(call.Json);
    }

    private static void WriteNames(JaegerCall call, List<string> names)
    {
        call.Json.WriteStartArray("data"u8);
        foreach (var name in names)
        {
            call.Json.WriteStringValue(name);
        }

        call.Json.WriteEndArray();
        JaegerEnvelope.Close(call.Json, names.Count);
    }

    private static GrpcException NotHere(string message) => new(GrpcStatusCode.Unimplemented, message);
}
