using System.Globalization;
using System.Text.Json;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>Reads members of MLflow's JSON, which leaves out what is unset, and has numbers as text here and there.</summary>
internal static class RestFields
{
    public static JsonElement? Member(this JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string Text(this JsonElement item, string name) => item.TextOrNull(name) ?? string.Empty;

    public static string? TextOrNull(this JsonElement item, string name) => item.Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => other.GetRawText(),
    };

    public static long LongOr(this JsonElement item, string name, long fallback) => item.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.TryGetInt64(out var value) ? value : (long)number.GetDouble(),
        { ValueKind: JsonValueKind.String } text when long.TryParse(text.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) => value,
        _ => fallback,
    };

    /// <summary>A number, or one of the names that protobuf gives to those which JSON does not have.</summary>
    public static double Double(this JsonElement item, string name) => item.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) => value,
        _ => 0,
    };

    public static IEnumerable<JsonElement> List(this JsonElement item, string name) =>
        item.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>Reads <c>{"key": "value"}</c>, or <c>[{"key": …, "value": …}]</c>: MLflow has both.</summary>
    public static Dictionary<string, string> Map(this JsonElement item, string name)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal); // bounded by the limit of an answer
        switch (item.Member(name))
        {
            case { ValueKind: JsonValueKind.Object } pairs:
                foreach (var pair in pairs.EnumerateObject())
                {
                    map[pair.Name] = pair.Value.ValueKind == JsonValueKind.String ? pair.Value.GetString() ?? string.Empty : pair.Value.GetRawText();
                }

                break;
            case { ValueKind: JsonValueKind.Array } list:
                foreach (var pair in list.EnumerateArray())
                {
                    map[pair.Text("key")] = pair.Text("value");
                }

                break;
        }

        return map;
    }

    /// <summary>Milliseconds since 1970.</summary>
    public static DateTimeOffset? MillisecondsOrNull(this JsonElement item, string name) => Moments.OfMilliseconds(item.LongOr(name, 0));
}
