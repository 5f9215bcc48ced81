using Microsoft.Extensions.AI;
using OtelBridge.GenAI;

namespace Agents.GroupChat;

/// <summary>A model that reads what was said and picks who speaks next.</summary>
/// <param name="chat">The model.</param>
internal sealed class Manager(IChatClient chat) : ISpeakerChoice
{
    /// <summary>What the manager answers when nobody has to speak any more.</summary>
    public const string Nobody = "NOBODY";

    private const string Name = "Manager";

    public Task<Member?> NextAsync(IReadOnlyList<Member> members, IReadOnlyList<ChatMessage> said, CancellationToken cancellationToken) =>
        MlflowAgent.RunAsync(Name, run => PickAsync(run, members, said, cancellationToken), inputs: said[^1].Text);

    private async Task<Member?> PickAsync(MlflowAgentRun run, IReadOnlyList<Member> members, IReadOnlyList<ChatMessage> said, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", members.Select(static member => member.Name));
        var instructions = $"Read the conversation and answer with one word: who of {names} speaks next, or {Nobody} when the work is done.";
        var response = await chat.GetResponseAsync(
            [new ChatMessage(ChatRole.System, instructions), .. said], new ChatOptions { Temperature = 0 }, cancellationToken);
        run.SetOutputs(response.Text);
        return members.FirstOrDefault(member => response.Text.Contains(member.Name, StringComparison.OrdinalIgnoreCase));
    }
}
