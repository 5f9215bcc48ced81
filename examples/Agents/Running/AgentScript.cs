using Agents.GroupChat;
using Agents.Handoff;
using ChatModels.Scripting;

namespace Agents.Running;

/// <summary>What the local model says in the place of every agent of this program.</summary>
internal static class AgentScript
{
    public static ModelScript Create() => new(static request => DiscussionScript.Knows(request) ? DiscussionScript.Answer(request) : HandoffScript.Answer(request));
}
