using System.Text.Json.Nodes;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.TestSupport.Jaeger;

/// <summary>Jaeger's typed tags of one owner; a key comes once.</summary>
/// <param name="owner">Whose they are, for the message of a failure.</param>
internal sealed class JaegerTags(string owner)
{
    private readonly JsonArray _tags = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    public JsonArray ToJson() => _tags;

    public void AddAll(IEnumerable<KeyValue> attributes)
    {
        foreach (var attribute in attributes)
        {
            Add(attribute.Key, attribute.Value);
        }
    }

    /// <summary>Adds text unless it is empty.</summary>
    public void AddText(string key, string text)
    {
        if (text.Length > 0)
        {
            Add(key, "string", text);
        }
    }

    public void AddFlag(string key) => Add(key, "bool", true);

    private void Add(string key, AnyValue value)
    {
        switch (value.ValueCase)
        {
            case AnyValue.ValueOneofCase.BoolValue:
                Add(key, "bool", value.BoolValue);
                break;
            case AnyValue.ValueOneofCase.IntValue:
                Add(key, "int64", value.IntValue);
                break;
            case AnyValue.ValueOneofCase.DoubleValue when !double.IsFinite(value.DoubleValue):
                throw new OtlpRuleException($"'{key}' of {owner} is {value.DoubleValue}, which JSON has no number for: Jaeger could not answer with this trace");
            case AnyValue.ValueOneofCase.DoubleValue:
                Add(key, "float64", value.DoubleValue);
                break;
            case AnyValue.ValueOneofCase.BytesValue:
                Add(key, "binary", value.BytesValue.ToBase64());
                break;
            default:
                Add(key, "string", ValueText.Of(value));
                break;
        }
    }

    private void Add(string key, string type, JsonNode value)
    {
        if (!_keys.Add(key))
        {
            throw new OtlpRuleException($"{owner} would show the tag '{key}' twice");
        }

        _tags.Add(new JsonObject { ["key"] = key, ["type"] = type, ["value"] = value });
    }
}
