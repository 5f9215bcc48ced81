using System.Diagnostics;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Entities;
using OtelBridge.Entities.Json;
using OtelBridge.Export.Forms;
using OtelBridge.Export.Masking;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Testing.Capturing;

/// <summary>What is known of one span: a copy, since later processors may still change the activity.</summary>
internal sealed record SpanRecord
{
    public required ActivitySpanId SpanId { get; init; }

    public required string Name { get; init; }

    public required string Source { get; init; }

    public required SpanStatus Status { get; init; }

    public required string? StatusDescription { get; init; }

    public required DateTime StartTime { get; init; }

    /// <summary>Gets how long it took; null while it has not ended.</summary>
    public required TimeSpan? Duration { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Attributes { get; init; }

    public required IReadOnlyList<SpanEvent> Events { get; init; }

    public CapturedError? Exception => Events.LastOrDefault(static e => e.Name == OTelKeys.ExceptionEvent) is { } thrown
        ? new CapturedError(Text(thrown, OTelKeys.ExceptionType) ?? string.Empty, Text(thrown, OTelKeys.ExceptionMessage) ?? string.Empty, Text(thrown, OTelKeys.ExceptionStackTrace))
        : null;

    public static SpanRecord Of(Activity span, MaskSettings? masks)
    {
        var draft = new SpanDraft();
        draft.Begin(span);
        if (masks is not null)
        {
            SpanMask.Of(masks).Apply(draft);
        }

        return new SpanRecord
        {
            SpanId = span.SpanId,
            Name = draft.Name,
            Source = span.Source.Name,
            Status = (SpanStatus)draft.Status,
            StatusDescription = draft.StatusDescription,
            StartTime = span.StartTimeUtc,
            Duration = span.IsStopped ? span.Duration : null,
            Attributes = Values(draft.Attributes),
            Events = [.. (draft.Events ?? span.Events).Select(static e => new SpanEvent(e.Name, UnixTime.Nanoseconds(e.Timestamp.UtcDateTime), Values(e.Tags)))],
        };
    }

    private static string? Text(SpanEvent @event, string key) =>
        @event.Attributes.TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Bounded by the attributes of one span.
    private static Dictionary<string, JsonElement> Values(IEnumerable<KeyValuePair<string, object?>> tags)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            if (key is not null && value is not null)
            {
                values[key] = Value(key, value);
            }
        }

        return values;
    }

    private static JsonElement Value(string key, object value)
    {
        if (value is string text && MayBeJson(key, text) && JsonSource.TryParse(text, out var json))
        {
            return json.Value;
        }

        return JsonSource.TryParse(JsonText.Of(value), out var plain) ? plain.Value : JsonSerializer.SerializeToElement(value.ToString());
    }

    private static bool MayBeJson(string key, string text) =>
        key is MlflowKeys.SpanInputs or MlflowKeys.SpanOutputs || text.AsSpan().TrimStart() is ['{' or '[', ..];
}
