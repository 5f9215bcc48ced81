using OtelBridge.Chat;

namespace OtelBridge.Store.Translation.Chat;

/// <summary>A chat as a span has it, whatever dialect and provider shaped it.</summary>
/// <param name="Request">The messages that were sent.</param>
/// <param name="Response">The messages that were answered.</param>
/// <param name="ToolDefinitions">The tools that were offered.</param>
public sealed record ChatConversation(
    IReadOnlyList<ChatMessage> Request, IReadOnlyList<ChatMessage> Response, IReadOnlyList<ChatTool> ToolDefinitions)
{
    /// <summary>Gets the whole chat in its order.</summary>
    public IEnumerable<ChatMessage> Messages => Request.Concat(Response);
}
