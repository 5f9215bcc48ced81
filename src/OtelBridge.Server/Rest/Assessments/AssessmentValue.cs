using System.Text.Json;
using OtelBridge.Server.Tracking;
using OtelBridge.Store.Assessments;

namespace OtelBridge.Server.Rest.Assessments;

/// <summary>Values of assessments in requests.</summary>
internal static class AssessmentValue
{
    /// <summary>Writes a value as MLflow stores it, see <see cref="AssessmentValueText"/>. Null when there is none.</summary>
    public static string? Read(JsonElement? value)
    {
        try
        {
            return value is { } given ? AssessmentValueText.Of(given) : null;
        }
        catch (InvalidOperationException)
        {
            throw TrackingRequest.Invalid("(no valid Unicode text)", "value", "text is UTF-8, and escaped surrogates come in pairs");
        }
    }

    /// <summary>Checks a value that is JSON text already; it stays as it is.</summary>
    public static string ReadText(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return json;
        }
        catch (JsonException)
        {
            throw TrackingRequest.Invalid($"'{TrackingRequest.Quote(json)}'", "serialized_value", "it is JSON text");
        }
    }
}
