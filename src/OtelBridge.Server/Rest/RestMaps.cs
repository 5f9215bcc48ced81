using System.Text.Json;

namespace OtelBridge.Server.Rest;

/// <summary>Maps of texts, in the two forms that MLflow's JSON has for them; none where they are empty.</summary>
internal static class RestMaps
{
    /// <summary>Writes <c>{"key": "value"}</c>.</summary>
    public static void WriteMap(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, string>> map)
    {
        var sorted = Sort(map);
        if (sorted.Count == 0)
        {
            return;
        }

        json.WriteStartObject(name);
        foreach (var (key, value) in sorted)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes <c>[{"key": …, "value": …}]</c>.</summary>
    public static void WritePairs(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, string>> map)
    {
        var sorted = Sort(map);
        if (sorted.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var (key, value) in sorted)
        {
            json.WriteStartObject();
            json.WriteString("key"u8, key);
            json.WriteString("value"u8, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static List<KeyValuePair<string, string>> Sort(IEnumerable<KeyValuePair<string, string>> map) =>
        [.. map.OrderBy(static pair => pair.Key, StringComparer.Ordinal)];
}
