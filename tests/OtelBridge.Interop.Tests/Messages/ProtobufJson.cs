using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;

namespace OtelBridge.Interop.Tests.Messages;

/// <summary>Protobuf's JSON form of our messages, and its comparison with what others printed.</summary>
internal static class ProtobufJson
{
    public static string Write(IMessage message) => JsonFormatter.Default.Format(message);

    /// <summary>Fails unless both say the same, whatever the order of fields and the spelling of numbers.</summary>
    public static void ShouldSayTheSameAs(this JsonNode actual, IMessage expected) =>
        Normalise(actual).ShouldBe(Normalise(JsonNode.Parse(Write(expected))));

    /// <summary>One spelling: fields in order of their names, empty lists and nulls left out, numbers as .NET writes them.</summary>
    public static string Normalise(JsonNode? node) => node switch
    {
        JsonObject fields => "{" + string.Join(",\n", fields
            .Where(field => field.Value is not null and not JsonArray { Count: 0 })
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => $"{field.Key}:{Normalise(field.Value)}")) + "}",
        JsonArray items => "[" + string.Join(",\n", items.Select(Normalise)) + "]",
        JsonValue value when value.GetValueKind() == JsonValueKind.Number =>
            double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture),
        _ => node?.ToJsonString() ?? "null",
    };
}
