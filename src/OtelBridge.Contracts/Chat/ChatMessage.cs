namespace OtelBridge.Chat;

/// <summary>A message of a chat.</summary>
/// <param name="Role">Who says it: <c>system</c>, <c>user</c>, <c>assistant</c>, <c>tool</c>, or what else the emitter calls it.</param>
/// <param name="Parts">What is said.</param>
public sealed record ChatMessage(string Role, IReadOnlyList<ChatPart> Parts)
{
    /// <summary>Gets the name of the one who says it, where several share a role.</summary>
    public string? Name { get; init; }

    /// <summary>Gets why the model stopped.</summary>
    public string? FinishReason { get; init; }
}
