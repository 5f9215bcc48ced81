using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OtelBridge.Otlp;

namespace OtelBridge.TestSupport.Otlp;

/// <summary>Attribute values as the tables of Jaeger and Zipkin write them: text as it is, lists and maps as JSON.</summary>
internal static class ValueText
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(AnyValue value) => value.ValueCase == AnyValue.ValueOneofCase.StringValue
        ? value.StringValue
        : Node(value) switch
        {
            JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
            { } node => node.ToJsonString(Json),
            null => string.Empty,
        };

    /// <summary>Attributes as one JSON object, as text.</summary>
    public static string Of(IEnumerable<KeyValue> attributes) => Object(attributes).ToJsonString(Json);

    private static JsonObject Object(IEnumerable<KeyValue> attributes) =>
        new(attributes.Select(static attribute => KeyValuePair.Create(attribute.Key, Node(attribute.Value))));

    private static JsonNode? Node(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue,
        AnyValue.ValueOneofCase.IntValue => value.IntValue,
        AnyValue.ValueOneofCase.DoubleValue when double.IsFinite(value.DoubleValue) => value.DoubleValue,
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.BytesValue => value.BytesValue.ToBase64(),
        AnyValue.ValueOneofCase.ArrayValue => new JsonArray([.. value.ArrayValue.Values.Select(Node)]),
        AnyValue.ValueOneofCase.KvlistValue => Object(value.KvlistValue.Values),
        _ => null,
    };
}
