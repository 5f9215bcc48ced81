using System.Text.Json;

namespace OtelBridge.Entities.Json;

/// <summary>Reads a trace: <c>{"info":{…},"data":{"spans":[…]}}</c>, or as REST answers <c>{"trace_info":{…},"spans":[…]}</c>, alone or as <c>{"trace":{…}}</c>.</summary>
internal static class TraceJsonReader
{
    private const string What = "trace";

    /// <summary>Reads a trace.</summary>
    /// <param name="trace">A value of <see cref="JsonSource"/>.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when it is none.</exception>
    public static Trace Read(JsonElement trace)
    {
        var fields = new JsonFields(trace, What);
        if (fields.Object("trace") is { } inner)
        {
            fields = inner;
        }

        if (fields.Value("trace_info") is { } record)
        {
            return Read(record, fields);
        }

        return fields.Value("info") is { } info && fields.Object("data") is { } data
            ? Read(info, data)
            : throw BadJson.Error("The trace has to have both 'info' and 'data'.");
    }

    /// <summary>Reads the spans of a file <c>traces.json</c>: <c>{"spans":[…]}</c>.</summary>
    public static IReadOnlyList<Span> ReadSpans(JsonElement file, string? traceId) => ReadSpans(new JsonFields(file, "traces.json"), traceId);

    private static Trace Read(JsonElement info, JsonFields data)
    {
        var record = TraceInfoJsonReader.Read(info);
        return new Trace { Info = record, Spans = ReadSpans(data, record.TraceId) };
    }

    private static IReadOnlyList<Span> ReadSpans(JsonFields data, string? traceId) =>
        [.. data.List("spans").Select(span => SpanJsonReader.Read(span, traceId))];
}
