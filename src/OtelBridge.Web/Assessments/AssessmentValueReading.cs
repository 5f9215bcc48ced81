using System.Text.Json;

namespace OtelBridge.Web.Assessments;

/// <summary>Values of assessments for people to read.</summary>
internal static class AssessmentValueReading
{
    /// <summary>The text that a value is; null where it is something else.</summary>
    public static string? TextOf(string json)
    {
        if (!json.StartsWith('"'))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.GetString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A value as it is shown: yes and no by word, texts without quotes, anything else as JSON.</summary>
    public static string Shown(string json) => json switch
    {
        "true" => "yes",
        "false" => "no",
        "null" or "" => "no value",
        _ => TextOf(json) ?? (json.EndsWith(".0", StringComparison.Ordinal) ? json[..^2] : json),
    };
}
