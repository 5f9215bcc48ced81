using System.Globalization;
using System.Text.Json.Nodes;
using Google.Protobuf;

namespace OtelBridge.Interop.Tests.Messages;

/// <summary>Protobuf's JSON form of our messages, and its comparison with what the foreign implementation printed.</summary>
internal static class ProtobufJson
{
    public static string Write(IMessage message) => JsonFormatter.Default.Format(message);

    /// <summary>Fails unless both say the same, whatever the order of fields and the spelling of numbers.</summary>
    public static void ShouldSayTheSameAs(this JsonNode actual, IMessage expected) =>
        Normalise(actual).ShouldBe(Normalise(JsonNode.Parse(Write(expected))!));

    private static string Normalise(JsonNode? node) => node switch
    {
        JsonObject fields => "{" + string.Join(",\n", fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}:{Normalise(field.Value)}")) + "}",
        JsonArray items => "[" + string.Join(",\n", items.Select(Normalise)) + "]",
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number =>
            double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        _ => node?.ToJsonString() ?? "null",
    };
}
