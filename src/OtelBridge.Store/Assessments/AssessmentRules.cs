using System.Text.Json;

namespace OtelBridge.Store.Assessments;

/// <summary>What an assessment has to keep to, whoever makes it.</summary>
public static class AssessmentRules
{
    /// <summary>Longest name in characters.</summary>
    public const int MaxNameLength = 250;

    /// <summary>Most entries of the metadata.</summary>
    public const int MaxMetadata = 1000;

    /// <summary>How deep a value may be nested.</summary>
    public const int MaxNesting = 64;

    /// <summary>Whether a text is the JSON of a value.</summary>
    public static bool IsValue(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxNesting });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
