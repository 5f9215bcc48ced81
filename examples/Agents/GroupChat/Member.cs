namespace Agents.GroupChat;

/// <summary>Who takes part in a group chat.</summary>
/// <param name="Name">The name: that of its spans, and of its messages.</param>
/// <param name="Instructions">What it is told before it speaks.</param>
internal sealed record Member(string Name, string Instructions);
