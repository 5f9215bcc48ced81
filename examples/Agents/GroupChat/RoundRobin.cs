using Microsoft.Extensions.AI;

namespace Agents.GroupChat;

/// <summary>One after the other, until one of them says the word that ends it.</summary>
internal sealed class RoundRobin : ISpeakerChoice
{
    /// <summary>What ends the chat, anywhere in what is said.</summary>
    public const string End = "APPROVED";

    public Task<Member?> NextAsync(IReadOnlyList<Member> members, IReadOnlyList<ChatMessage> said, CancellationToken cancellationToken)
    {
        // The first message is the task.
        var isOver = said.Count > 1 && said[^1].Text.Contains(End, StringComparison.Ordinal);
        return Task.FromResult(isOver ? null : members[(said.Count - 1) % members.Count]);
    }
}
