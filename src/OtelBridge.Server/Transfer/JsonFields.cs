using System.Globalization;
using System.Text.Json;
using Google.Protobuf.Collections;

namespace OtelBridge.Server.Transfer;

/// <summary>Reads the fields of a JSON object that somebody may have changed by hand; errors name the field.</summary>
internal readonly struct JsonFields
{
    private readonly JsonElement _object;
    private readonly string _path;

    public JsonFields(JsonElement element, string path)
    {
        _path = path;
        _object = element.ValueKind == JsonValueKind.Object ? element : throw new BadTraceException($"{path}: expected an object, found {Kind(element)}");
    }

    /// <summary>A text; empty where there is none.</summary>
    public string Text(string name) => TextOrNull(name) ?? string.Empty;

    public string? TextOrNull(string name) => Find(name) is { } value
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(name, "text", value)
        : null;

    /// <summary>A whole number, as a number or as text.</summary>
    public long? Integer(string name) => Number(name) is { } text
        ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(name, "a whole number")
        : null;

    /// <summary>Nanoseconds since 1970, as a number or as text.</summary>
    public ulong? Time(string name) => Number(name) is { } text
        ? ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(name, "nanoseconds")
        : null;

    public bool? Bool(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        var value => throw Wrong(name, "true or false", value.Value),
    };

    /// <summary>The JSON text of a value; null where there is none.</summary>
    public string? Json(string name) => _object.TryGetProperty(name, out var value) ? value.GetRawText() : null;

    public JsonFields? Object(string name) => Find(name) is { } value ? new JsonFields(value, $"{_path}.{name}") : null;

    public IEnumerable<JsonFields> Objects(string name)
    {
        var path = $"{_path}.{name}";
        return Array(name).Select(item => new JsonFields(item, path));
    }

    public IEnumerable<string> Texts(string name)
    {
        var self = this;
        return Array(name).Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw self.Wrong(name, "a list of texts"));
    }

    /// <summary>Adds the members of an object of texts to a map.</summary>
    public void CopyMap(string name, MapField<string, string> target)
    {
        if (Find(name) is not { } map)
        {
            return;
        }

        foreach (var item in map.ValueKind == JsonValueKind.Object ? map.EnumerateObject() : throw Wrong(name, "an object", map))
        {
            target[item.Name] = item.Value.ValueKind == JsonValueKind.String ? item.Value.GetString()! : throw Wrong($"{name}.{item.Name}", "text", item.Value);
        }
    }

    public BadTraceException Wrong(string name, string expected) => new($"{_path}.{name}: expected {expected}");

    private BadTraceException Wrong(string name, string expected, JsonElement found) => new($"{_path}.{name}: expected {expected}, found {Kind(found)}");

    private List<JsonElement> Array(string name) => Find(name) is { } value
        ? value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : throw Wrong(name, "a list", value)
        : [];

    private string? Number(string name) => Find(name) is { } value
        ? value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => throw Wrong(name, "a number", value),
        }
        : null;

    private JsonElement? Find(string name) =>
        _object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
