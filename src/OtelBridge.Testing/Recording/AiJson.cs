using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OtelBridge.Testing.Recording;

/// <summary>The JSON of Microsoft.Extensions.AI's own types.</summary>
internal static class AiJson
{
    public static JsonObject Write<T>(T value)
        where T : notnull => JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T)))!.AsObject();

    public static T Read<T>(JsonNode node) =>
        (T)(node.Deserialize(AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(T))) ?? throw new JsonException($"A {typeof(T).Name} is null."));
}
