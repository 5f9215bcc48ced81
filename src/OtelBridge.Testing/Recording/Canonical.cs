using System.Text.Json.Nodes;

namespace OtelBridge.Testing.Recording;

/// <summary>One text for all JSON that means the same: members in order.</summary>
internal static class Canonical
{
    public static string Text(JsonNode node) => RecordingFile.Text(Ordered(node)!);

    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(static member => member.Key, StringComparer.Ordinal).Select(static member => KeyValuePair.Create(member.Key, Ordered(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Ordered)]),
        _ => node?.DeepClone(),
    };
}
