using System.Text;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Identifiers;
using OtelBridge.Server.Rest;
using OtelBridge.Server.Rest.Traces;
using OtelBridge.Store.TracesJson;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Transfer;

/// <summary>Reads a trace as MLflow writes it: <c>Trace.to_json()</c> of versions 2 and 3, and the artifact <c>traces.json</c>.</summary>
/// <remarks>
/// <para>Version 3: <c>{"info":{"trace_id":"tr-…","request_time":"…","state":"OK",…},"data":{"spans":[…]}}</c>; version 2 has
/// <c>{"info":{"request_id":"…","timestamp_ms":1,"execution_time_ms":2,"status":"OK",…}</c>.</para>
/// <para>The artifact is what stands at <c>data</c>; it says the id of its trace in an attribute of its spans.</para>
/// </remarks>
internal static class MlflowTraceReader
{
    public const string Data = "data";
    public const string Spans = "spans";

    private const long NanosPerMs = 1_000_000;

    /// <summary>Reads a trace with its record.</summary>
    public static TraceEntry ReadTrace(JsonElement info, JsonElement data) => Guard(() =>
    {
        var fields = new RestFields(info);
        var record = fields.Has("trace_id") ? TraceRecordJson.Read(fields) : ReadV2(fields);
        record.TraceId = record.TraceId.Length > 0 ? TraceIdText.Normalise(record.TraceId) : throw new BadTraceException("info says no 'trace_id'");
        return new TraceEntry(TracesJsonReader.Read(Utf8(data), record.TraceId)) { IsMlflow = true, MlflowRecord = record };
    });

    /// <summary>Reads the artifact <c>traces.json</c>.</summary>
    public static TraceEntry ReadArtifact(JsonElement file) => Guard(() =>
    {
        var text = Utf8(file);
        var named = file.GetProperty(Spans).EnumerateArray().Select(NamedTrace).FirstOrDefault(static id => id is not null);
        if (named is null)
        {
            var first = TracesJsonReader.Read(text, string.Empty).ResourceSpans[0].ScopeSpans[0].Spans.FirstOrDefault();
            named = first is not null ? TraceIdText.FromBytes(first.TraceId.Span) : throw new BadTraceException("it has no spans");
        }

        return new TraceEntry(TracesJsonReader.Read(text, TraceIdText.Normalise(named))) { IsMlflow = true };
    });

    private static TraceRecord ReadV2(RestFields info)
    {
        var record = new TraceRecord { TraceId = info.Text("request_id") };
        if (info.EnumOrNull("status", RestEnums.TraceStatuses) is { } state)
        {
            record.State = state;
        }

        if (info.Int64OrNull("timestamp_ms") is >= 0 and <= long.MaxValue / NanosPerMs and var start)
        {
            record.StartTimeUnixNano = (ulong)start * NanosPerMs;
        }

        if (info.Int64OrNull("execution_time_ms") is >= 0 and <= long.MaxValue / NanosPerMs and var duration)
        {
            record.DurationNano = duration * NanosPerMs;
        }

        foreach (var (key, value) in info.Map("tags"))
        {
            record.Tags[key] = value;
        }

        foreach (var (key, value) in info.Map("request_metadata"))
        {
            record.Metadata[key] = value;
        }

        return record;
    }

    // The attribute is a JSON text: "\"tr-0123…\"".
    private static string? NamedTrace(JsonElement span) =>
        span.TryGetProperty("attributes", out var attributes)
        && attributes.TryGetProperty(MlflowKeys.TraceRequestId, out var id)
        && id.GetString() is { } text
            ? text.Trim('"')
            : null;

    private static byte[] Utf8(JsonElement element) => Encoding.UTF8.GetBytes(element.GetRawText());

    private static TraceEntry Guard(Func<TraceEntry> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is GrpcException or TracesJsonException or InvalidOperationException)
        {
            throw new BadTraceException(e.Message, e);
        }
    }
}
