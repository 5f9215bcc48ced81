using System.Globalization;
using System.Text.Json;
using OtelBridge.Grpc;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Jaeger;

/// <summary>Version 3 of Jaeger's query API, which answers with OTLP.</summary>
internal static class JaegerV3Endpoints
{
    public const string Prefix = "/api/v3";

    public static IReadOnlyList<JaegerEndpoint> All { get; } =
    [
        JaegerEndpoint.Get(Prefix + "/services", ListServicesAsync),
        JaegerEndpoint.Get(Prefix + "/operations", ListOperationsAsync),
        JaegerEndpoint.Get(Prefix + "/traces/{traceId}", GetTraceAsync),
        JaegerEndpoint.Get(Prefix + "/traces", static call => FindTracesAsync(call, Query(call).Read())),
        JaegerEndpoint.Post(Prefix + "/traces", static async call => await FindTracesAsync(call, await ReadPostedAsync(call))),
        JaegerEndpoint.Get(Prefix + "/trace-summaries", static call => FindSummariesAsync(call, Query(call).Read())),
        JaegerEndpoint.Post(Prefix + "/trace-summaries", static async call => await FindSummariesAsync(call, await ReadPostedAsync(call))),
        JaegerEndpoint.Get(Prefix + "/dependencies", GetDependenciesAsync),
    ];

    private static async Task ListServicesAsync(JaegerCall call)
    {
        var services = await call.Services.ListServicesAsync([], call.CancellationToken);
        call.Json.WriteStartArray("services"u8);
        foreach (var service in services)
        {
            call.Json.WriteStringValue(JaegerServiceName.Of(service));
        }

        call.Json.WriteEndArray();
    }

    private static async Task ListOperationsAsync(JaegerCall call)
    {
        var service = call.Query("service") ?? throw new GrpcException(GrpcStatusCode.InvalidArgument, "service is required");
        var kind = call.Query("spanKind") ?? call.Query("span_kind");
        var operations = await call.Services.ListOperationsAsync(JaegerServiceName.Read(service), [], call.CancellationToken);
        call.Json.WriteStartArray("operations"u8);
        foreach (var operation in operations.Where(operation => kind is null || JaegerSpanKind.Of(operation.Kind).Equals(kind, StringComparison.OrdinalIgnoreCase)))
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("name"u8, operation.Name);
            call.Json.WriteString("spanKind"u8, JaegerSpanKind.Of(operation.Kind));
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndArray();
    }

    private static async Task GetTraceAsync(JaegerCall call)
    {
        var traceId = JaegerTraceId.Read("trace_id", call.Route("traceId"));
        foreach (var name in (string[])["startTime", "start_time", "endTime", "end_time"])
        {
            if (call.Query(name) is { } time)
            {
                JaegerTimes.Rfc3339(name, time); // where to look, which an id says better
            }
        }

        foreach (var name in (string[])["rawTraces", "raw_traces"])
        {
            if (call.Query(name) is { } raw)
            {
                JaegerTimes.Flag(name, raw);
            }
        }

        var trace = await call.Services.FindTraceAsync(traceId, call.CancellationToken) ?? throw new NotStoredException(JaegerCall.TraceNotFound);
        call.Json.WriteStartObject("result"u8);
        OtlpJsonWriter.WriteResourceSpans(call.Json, trace.ResourceSpans.Select(JaegerOtlp.Fit));
        call.Json.WriteEndObject();
    }

    private static async Task FindTracesAsync(JaegerCall call, ServiceTraceQuery query)
    {
        var found = await call.Services.FindTracesAsync(query, call.CancellationToken);
        if (found.Count == 0)
        {
            throw new NotStoredException("No traces found");
        }

        call.Json.WriteStartObject("result"u8);
        call.Json.WriteStartArray("resourceSpans"u8);
        foreach (var info in found)
        {
            foreach (var group in (await call.TryReadTraceAsync(info.TraceId)).Trace?.ResourceSpans ?? [])
            {
                OtlpJsonWriter.WriteResourceSpans(call.Json, JaegerOtlp.Fit(group));
                await call.SendLargeAsync();
            }
        }

        call.Json.WriteEndArray();
        call.Json.WriteEndObject();
    }

    private static async Task FindSummariesAsync(JaegerCall call, ServiceTraceQuery query)
    {
        var found = await call.Services.FindSummariesAsync(query, call.CancellationToken);
        call.Json.WriteStartArray("summaries"u8);
        foreach (var summary in found)
        {
            WriteSummary(call.Json, await OtlpIdAsync(call, summary.TraceId), summary);
            await call.SendLargeAsync();
        }

        call.Json.WriteEndArray();
    }

    // A trace that was stored under an id of its own has another one in its spans, and the UI knows that form alone.
    private static async Task<string> OtlpIdAsync(JaegerCall call, string traceId) =>
        TraceIdText.TryParse(traceId, out var bytes) ? Hex.Write(bytes)
        : (await call.TryReadTraceAsync(traceId)).Trace is { } trace ? JaegerTraceJson.IdOf(traceId, trace.ResourceSpans)
        : traceId;

    private static void WriteSummary(Utf8JsonWriter json, string traceId, TraceSummary summary)
    {
        json.WriteStartObject();
        json.WriteString("traceId"u8, traceId);
        json.WriteString("traceID"u8, traceId); // which the first UI that asks for summaries wants
        json.WriteString("rootServiceName"u8, JaegerServiceName.Of(summary.RootService));
        json.WriteString("rootOperationName"u8, summary.RootName);
        json.WriteString("minStartTimeUnixNano"u8, summary.StartUnixNano.ToString(CultureInfo.InvariantCulture));
        json.WriteString("maxEndTimeUnixNano"u8, (summary.EndUnixNano ?? summary.StartUnixNano).ToString(CultureInfo.InvariantCulture)); // it must be there
        json.WriteNumber("spanCount"u8, summary.Services.Sum(service => service.SpanCount));
        json.WriteNumber("errorSpanCount"u8, summary.Services.Sum(service => service.ErrorCount));
        json.WriteNumber("orphanSpanCount"u8, summary.OrphanCount);
        json.WriteStartArray("services"u8);
        foreach (var service in summary.Services)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, JaegerServiceName.Of(service.Name));
            json.WriteNumber("spanCount"u8, service.SpanCount);
            json.WriteNumber("errorSpanCount"u8, service.ErrorCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static async Task GetDependenciesAsync(JaegerCall call)
    {
        var start = Time(call, "startTime", "start_time");
        var end = Time(call, "endTime", "end_time");
        if (end <= start)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "endTime must be after startTime");
        }

        var calls = await call.Services.ReadCallsAsync(start, JaegerTimes.After(end), [], call.CancellationToken);
        call.Json.WriteStartArray("dependencies"u8);
        foreach (var link in calls)
        {
            call.Json.WriteStartObject();
            call.Json.WriteString("parent"u8, JaegerServiceName.Of(link.Parent));
            call.Json.WriteString("child"u8, JaegerServiceName.Of(link.Child));
            call.Json.WriteString("callCount"u8, link.CallCount.ToString(CultureInfo.InvariantCulture));
            call.Json.WriteEndObject();
        }

        call.Json.WriteEndArray();
    }

    private static long Time(JaegerCall call, string name, string alias) => call.Query(name) is { } time ? JaegerTimes.Rfc3339(name, time)
        : call.Query(alias) is { } older ? JaegerTimes.Rfc3339(name, older)
        : throw new GrpcException(GrpcStatusCode.InvalidArgument, $"{name} is required");

    private static JaegerV3Search Query(JaegerCall call) => new(name => call.Query("query." + name));

    private static async Task<ServiceTraceQuery> ReadPostedAsync(JaegerCall call)
    {
        var body = await call.ReadBodyAsync(JaegerV3Body.Read);
        return new JaegerV3Search(name => body.GetValueOrDefault(name)).Read();
    }
}
