using OtelBridge.Attributes;
using OtelBridge.Dialects;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Translation;

/// <summary>Reads what a root span says of its trace.</summary>
/// <remarks>Session and user are also taken from the other dialects, where the span does not name them in MLflow's words: ours beyond MLflow 3.6.</remarks>
internal static class RootReading
{
    // MLflow's columns.
    private const int MaxClientRequestIdLength = 50;
    private const int MaxKeyLength = 250;
    private const int MaxValueLength = 8000;
    private const int MaxFactsPerTrace = 1000;

    public static RootFacts Of(Span span, SpanReading reading)
    {
        string? requestPreview = null, responsePreview = null, clientRequestId = null;
        TraceState? state = null;
        List<KeyValuePair<string, string>> tags = [];
        List<KeyValuePair<string, string>> metadata = [];
        Add(metadata, MlflowKeys.TraceSession, reading.Session);
        Add(metadata, MlflowKeys.TraceUser, reading.User);
        foreach (var attribute in span.Attributes)
        {
            if (attribute.Value is not { } value || !attribute.Key.StartsWith(MlflowKeys.TracePrefix, StringComparison.Ordinal))
            {
                continue;
            }

            switch (attribute.Key)
            {
                case MlflowKeys.TraceRequestPreview:
                    requestPreview = AttributeText.Plain(value);
                    break;
                case MlflowKeys.TraceResponsePreview:
                    responsePreview = AttributeText.Plain(value);
                    break;
                case MlflowKeys.TraceClientRequestId:
                    clientRequestId = Shorten(AttributeText.Plain(value), MaxClientRequestIdLength);
                    break;
                case MlflowKeys.TraceState:
                    state = AttributeText.Plain(value) switch { "OK" => TraceState.Ok, "ERROR" => TraceState.Error, _ => null };
                    break;
                case var key when key.StartsWith(MlflowKeys.TraceTagPrefix, StringComparison.Ordinal):
                    Add(tags, key[MlflowKeys.TraceTagPrefix.Length..], AttributeText.Plain(value));
                    break;
                case var key when key.StartsWith(MlflowKeys.TraceMetadataPrefix, StringComparison.Ordinal):
                    Add(metadata, key[MlflowKeys.TraceMetadataPrefix.Length..], AttributeText.Plain(value));
                    break;
            }
        }

        return new RootFacts
        {
            RequestPreview = requestPreview is null ? PreviewText.Of(reading.Inputs, TracePreview.User) : TracePreview.Cut(requestPreview),
            ResponsePreview = responsePreview is null ? PreviewText.Of(reading.Outputs, TracePreview.Assistant) : TracePreview.Cut(responsePreview),
            ClientRequestId = clientRequestId,
            State = state,
            Tags = tags,
            Metadata = metadata,
        };
    }

    private static void Add(List<KeyValuePair<string, string>> facts, string key, string? value)
    {
        if (value is not null && key.Length is > 0 and <= MaxKeyLength && facts.Count < MaxFactsPerTrace)
        {
            facts.Add(new(key, Shorten(value, MaxValueLength) ?? string.Empty));
        }
    }

    private static string? Shorten(string? text, int length) => text is null || text.Length <= length ? text : text[..length];
}
