using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OtelBridge.Testing.Comparing;

/// <summary>Whether JSON has what is expected of it: members that are not expected may be there, everything else is as it is expected.</summary>
internal static class JsonSubset
{
    /// <summary>Where the value differs first and how; null when it has everything.</summary>
    /// <param name="expected">What it must have.</param>
    /// <param name="actual">The value; null when there is none.</param>
    /// <param name="path">Where both are.</param>
    public static string? Difference(JsonElement expected, JsonElement? actual, string path = "$")
    {
        if (actual is not { } value)
        {
            return $"{path} is missing; expected {expected.GetRawText()}";
        }

        return (expected.ValueKind, value.ValueKind) switch
        {
            (JsonValueKind.Object, JsonValueKind.Object) => InObject(expected, value, path),
            (JsonValueKind.Array, JsonValueKind.Array) => InArray(expected, value, path),
            _ => JsonNode.DeepEquals(JsonNode.Parse(expected.GetRawText()), JsonNode.Parse(value.GetRawText())) ? null : $"{path} is {value.GetRawText()}; expected {expected.GetRawText()}",
        };
    }

    private static string? InObject(JsonElement expected, JsonElement actual, string path)
    {
        foreach (var member in expected.EnumerateObject())
        {
            JsonElement? value = actual.TryGetProperty(member.Name, out var found) ? found : null;
            if (Difference(member.Value, value, $"{path}.{member.Name}") is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private static string? InArray(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.GetArrayLength() != actual.GetArrayLength())
        {
            return string.Create(CultureInfo.InvariantCulture, $"{path} has {actual.GetArrayLength()} elements; expected {expected.GetArrayLength()}");
        }

        var index = 0;
        foreach (var element in expected.EnumerateArray())
        {
            if (Difference(element, actual[index], string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]")) is { } difference)
            {
                return difference;
            }

            index++;
        }

        return null;
    }
}
