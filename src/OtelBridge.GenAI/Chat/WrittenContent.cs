using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Chat;

/// <summary>A content of a streamed answer that was written when it came, so that nothing of it has to be kept.</summary>
/// <param name="json">The JSON of a part, or of a tool call.</param>
/// <param name="isToolCall">Which of the two.</param>
internal sealed class WrittenContent(string json, bool isToolCall) : AIContent
{
    public string Json { get; } = json;

    public bool IsToolCall { get; } = isToolCall;
}
