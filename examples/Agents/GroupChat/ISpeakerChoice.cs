using Microsoft.Extensions.AI;

namespace Agents.GroupChat;

/// <summary>Says who speaks next.</summary>
internal interface ISpeakerChoice
{
    /// <summary>The next one to speak; null when everything has been said.</summary>
    Task<Member?> NextAsync(IReadOnlyList<Member> members, IReadOnlyList<ChatMessage> said, CancellationToken cancellationToken);
}
