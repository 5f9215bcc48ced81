using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Chat;

/// <summary>A content of a streamed answer that was written when it came, so that nothing of it has to be kept.</summary>
/// <param name="json">The JSON of a part, or of a tool call; null for one that is too large.</param>
/// <param name="call">The call, where it is one.</param>
internal sealed class WrittenContent(string? json, FunctionCallContent? call) : AIContent
{
    public string? Json { get; } = json;

    public string? CallId { get; } = call?.CallId;

    public string? Name { get; } = call?.Name;

    public bool IsToolCall { get; } = call is not null;
}
