using System.Diagnostics;
using System.Text.Json;

namespace OtelBridge.Tracing;

/// <summary>Reads back what is on an activity. Other threads may set meanwhile, and other instrumentations write what they like.</summary>
internal static class RecordedContent
{
    public static JsonElement? Read(Activity? activity, string key)
    {
        if (activity?.GetTagItem(key) is not { } value)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(value as string ?? Json.JsonText.Of(value));
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // Not ours, or cut, even inside a character: the text itself, as MLflow reads it.
            using var text = JsonDocument.Parse(Json.JsonText.Of(value));
            return text.RootElement.Clone();
        }
    }

    public static IReadOnlyDictionary<string, object?> Attributes(Activity? activity)
    {
        // Bounded by the attributes of one span.
        var attributes = new Dictionary<string, object?>();
        if (activity is not null)
        {
            foreach (var (key, value) in activity.EnumerateTagObjects())
            {
                attributes[key] = value;
            }
        }

        return attributes;
    }
}
