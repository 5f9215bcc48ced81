using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.Collections;
using OtelBridge.Attributes;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Translation;

/// <summary>Reads a span's attributes into the store's terms. The span itself is kept as it came.</summary>
internal static class SpanTranslator
{
    // Column widths. The payload keeps the whole text.
    private const int MaxNameLength = 1024;
    private const int MaxTypeLength = 500;
    private const int MaxTraceIdLength = 50;
    private const int MaxClientRequestIdLength = 50;
    private const int MaxKeyLength = 250;
    private const int MaxValueLength = 8000;
    private const int MaxFactsPerTrace = 1000;

    /// <summary>Translates a span.</summary>
    /// <param name="span">The span.</param>
    /// <param name="ownTraceId">MLflow's text of its OTLP trace id.</param>
    public static TranslatedSpan Translate(Span span, string ownTraceId)
    {
        string? type = null;
        var traceId = ownTraceId;
        string? experimentId = null;
        SpanTokenUsage? usage = null;
        foreach (var attribute in span.Attributes)
        {
            if (attribute.Value is not { } value || !attribute.Key.StartsWith("mlflow.", StringComparison.Ordinal))
            {
                continue;
            }

            switch (attribute.Key)
            {
                case MlflowKeys.SpanType:
                    type = AttributeText.Plain(value);
                    break;
                case MlflowKeys.TraceRequestId when value.StringValue != ownTraceId: // nearly always the same
                    traceId = NormaliseTraceId(AttributeText.Plain(value)) ?? ownTraceId;
                    break;
                case MlflowKeys.ExperimentId:
                    experimentId = AttributeText.Plain(value);
                    break;
                case MlflowKeys.ChatTokenUsage:
                    usage = TokenUsageValue.Read(value);
                    break;
            }
        }

        return new TranslatedSpan(
            ToRow(span, Shorten(type, MaxTypeLength), usage),
            traceId,
            string.IsNullOrEmpty(experimentId) ? null : experimentId);
    }

    private static SpanRow ToRow(Span span, string? type, SpanTokenUsage? usage)
    {
        var start = (long)span.StartTimeUnixNano;
        var parent = ReadId(span.ParentSpanId);
        return new SpanRow
        {
            SpanId = ReadId(span.SpanId) ?? 0,
            ParentSpanId = parent,
            Name = Shorten(span.Name, MaxNameLength) ?? string.Empty,
            Type = string.IsNullOrEmpty(type) ? null : type,
            Status = (int)(span.Status?.Code ?? 0),
            StartUnixNano = start,
            EndUnixNano = span.EndTimeUnixNano == 0 ? null : Math.Max(start, (long)span.EndTimeUnixNano),
            TokenUsage = usage,
            Root = parent is null || HasRemoteParent(span) ? ReadRoot(span.Attributes) : null,
        };
    }

    // Eight zero bytes are how some emitters say "no parent".
    private static long? ReadId(ByteString id) =>
        id.Length == sizeof(long) && BinaryPrimitives.ReadInt64BigEndian(id.Span) is not 0 and var number ? number : null;

    private static bool HasRemoteParent(Span span)
    {
        const uint Known = (uint)SpanFlags.ContextHasIsRemoteMask;
        const uint Remote = (uint)SpanFlags.ContextIsRemoteMask;
        return (span.Flags & (Known | Remote)) == (Known | Remote);
    }

    // An id of MLflow's form in any spelling is one id; other text up to the width of MLflow's column is taken as it is.
    private static string? NormaliseTraceId(string? traceId) =>
        string.IsNullOrEmpty(traceId) || traceId.Length > MaxTraceIdLength ? null : TraceIdText.Normalise(traceId);

    private static RootFacts ReadRoot(RepeatedField<KeyValue> attributes)
    {
        string? inputs = null, outputs = null, requestPreview = null, responsePreview = null, clientRequestId = null;
        List<KeyValuePair<string, string>> tags = [];
        List<KeyValuePair<string, string>> metadata = [];
        foreach (var attribute in attributes)
        {
            if (attribute.Value is not { } value || !attribute.Key.StartsWith("mlflow.", StringComparison.Ordinal))
            {
                continue;
            }

            switch (attribute.Key)
            {
                case MlflowKeys.SpanInputs:
                    inputs = AttributeText.Json(value);
                    break;
                case MlflowKeys.SpanOutputs:
                    outputs = AttributeText.Json(value);
                    break;
                case MlflowKeys.TraceRequestPreview:
                    requestPreview = AttributeText.Plain(value);
                    break;
                case MlflowKeys.TraceResponsePreview:
                    responsePreview = AttributeText.Plain(value);
                    break;
                case MlflowKeys.TraceClientRequestId:
                    clientRequestId = Shorten(AttributeText.Plain(value), MaxClientRequestIdLength);
                    break;
                case MlflowKeys.TraceSession or MlflowKeys.TraceUser:
                    AddFact(metadata, attribute.Key, value);
                    break;
                case var key when key.StartsWith(MlflowKeys.TraceTagPrefix, StringComparison.Ordinal):
                    AddFact(tags, key[MlflowKeys.TraceTagPrefix.Length..], value);
                    break;
                case var key when key.StartsWith(MlflowKeys.TraceMetadataPrefix, StringComparison.Ordinal):
                    AddFact(metadata, key[MlflowKeys.TraceMetadataPrefix.Length..], value);
                    break;
            }
        }

        return new RootFacts
        {
            RequestPreview = requestPreview is null ? PreviewText.Of(inputs, PreviewText.User) : PreviewText.Cut(requestPreview),
            ResponsePreview = responsePreview is null ? PreviewText.Of(outputs, PreviewText.Assistant) : PreviewText.Cut(responsePreview),
            ClientRequestId = clientRequestId,
            Tags = tags,
            Metadata = metadata,
        };
    }

    private static void AddFact(List<KeyValuePair<string, string>> facts, string key, AnyValue value)
    {
        if (key.Length is > 0 and <= MaxKeyLength && facts.Count < MaxFactsPerTrace && AttributeText.Plain(value) is { } text)
        {
            facts.Add(new(key, Shorten(text, MaxValueLength) ?? string.Empty));
        }
    }

    private static string? Shorten(string? text, int length) => text is null || text.Length <= length ? text : text[..length];
}
