using System.Text.Json.Nodes;

namespace ChatModels.Wires;

/// <summary>One server-sent event.</summary>
/// <param name="Name">The event's name; null for events that are data alone.</param>
/// <param name="Data">The JSON.</param>
internal sealed record StreamEvent(string? Name, JsonNode Data)
{
    public override string ToString() => Name is null ? $"data: {Data.ToJsonString()}\n\n" : $"event: {Name}\ndata: {Data.ToJsonString()}\n\n";
}
