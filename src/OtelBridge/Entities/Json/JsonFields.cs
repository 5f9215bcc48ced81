using System.Globalization;
using System.Text.Json;

namespace OtelBridge.Entities.Json;

/// <summary>Members of one JSON object, read as MLflow reads them: null is absence, whole numbers may stand as text.</summary>
/// <remarks>Values must come from <see cref="JsonSource"/>, whose text is always valid Unicode. Wrong kinds of values throw <see cref="MlflowException"/>.</remarks>
internal readonly struct JsonFields
{
    private readonly JsonElement _object;
    private readonly string _what;

    public JsonFields(JsonElement element, string what)
    {
        _object = element.ValueKind == JsonValueKind.Object ? element : throw BadJson.Error($"The {what} is no JSON object but {Kind(element)}.");
        _what = what;
    }

    public JsonElement? Value(string name) =>
        _object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public bool Has(string name) => Value(name) is not null;

    public string? Text(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => throw Wrong(name, other, "text"),
    };

    public string RequiredText(string name) =>
        Text(name) is { Length: > 0 } text ? text : throw BadJson.Error($"The {_what} has no '{name}'.");

    public bool? Flag(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw Wrong(name, other, "true or false"),
    };

    public long? Int64(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number when number.TryGetInt64(out var whole) => whole,
        { ValueKind: JsonValueKind.String } text when long.TryParse(text.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        { } other => throw Wrong(name, other, "a whole number of 64 bits"),
    };

    public JsonFields? Object(string name) => Value(name) is { } value ? new JsonFields(value, $"{_what}'s '{name}'") : null;

    public JsonFields RequiredObject(string name) => Object(name) ?? throw BadJson.Error($"The {_what} has no '{name}'.");

    public IEnumerable<JsonElement> List(string name) => Value(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        { } other => throw Wrong(name, other, "a list"),
    };

    public IEnumerable<JsonProperty> Members(string name) => Value(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Object } map => map.EnumerateObject(),
        { } other => throw Wrong(name, other, "an object"),
    };

    /// <summary>Texts by key: <c>{"key":"value"}</c>, or as MLflow 2 has it <c>[{"key":"key","value":"value"}]</c>. Values of another kind become their JSON text.</summary>
    public IReadOnlyDictionary<string, string> TextMap(string name)
    {
        var map = new Dictionary<string, string>();
        if (Value(name) is not { } value)
        {
            return map;
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                var pair = new JsonFields(item, $"{_what}'s '{name}'");
                Add(map, pair.RequiredText("key"), pair.Value("value"));
            }

            return map;
        }

        foreach (var member in Members(name))
        {
            Add(map, member.Name, member.Value);
        }

        return map;
    }

    public MlflowException Wrong(string name, JsonElement value, string wanted) =>
        BadJson.Error($"The {_what}'s '{name}' is {Kind(value)}, not {wanted}.");

    private static void Add(Dictionary<string, string> map, string key, JsonElement? value)
    {
        if (value is { ValueKind: not JsonValueKind.Null } given)
        {
            map[key] = given.ValueKind == JsonValueKind.String ? given.GetString() ?? string.Empty : given.GetRawText();
        }
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.String => BadJson.Quote(value.GetString() ?? string.Empty),
        _ => BadJson.Quote(value.GetRawText()),
    };
}
