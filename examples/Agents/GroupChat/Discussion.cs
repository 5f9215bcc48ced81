using Microsoft.Extensions.AI;
using OtelBridge.GenAI;

namespace Agents.GroupChat;

/// <summary>A task that several members talk over: everybody hears everything, one speaks at a time.</summary>
/// <param name="chat">The model of all of them.</param>
/// <param name="choice">Who says who speaks next.</param>
internal sealed class Discussion(IChatClient chat, ISpeakerChoice choice)
{
    private const int MaxRounds = 12;

    /// <summary>Lets the members talk until nobody is to speak any more.</summary>
    /// <returns>What was said, with the task first, and the id of the trace.</returns>
    public Task<(IReadOnlyList<ChatMessage> Said, string TraceId)> RunAsync(string task, IReadOnlyList<Member> members, CancellationToken cancellationToken) =>
        MlflowAgent.RunGroupAsync(
            "writers' room",
            async group =>
            {
                var said = new List<ChatMessage> { new(ChatRole.User, task) }; // bounded by MaxRounds
                while (said.Count <= MaxRounds && await choice.NextAsync(members, said, cancellationToken) is { } speaker)
                {
                    said.Add(await MlflowAgent.RunAsync(speaker.Name, run => SpeakAsync(run, speaker, said, cancellationToken), inputs: said[^1].Text));
                }

                group.SetOutputs(said.Select(static message => $"{message.AuthorName ?? "task"}: {message.Text}"));
                return ((IReadOnlyList<ChatMessage>)said, group.Span.TraceId);
            },
            inputs: task);

    private async Task<ChatMessage> SpeakAsync(MlflowAgentRun run, Member speaker, IEnumerable<ChatMessage> said, CancellationToken cancellationToken)
    {
        var response = await chat.GetResponseAsync(
            [new ChatMessage(ChatRole.System, speaker.Instructions), .. said], new ChatOptions { Temperature = 0 }, cancellationToken);

        run.SetOutputs(response.Text);

        // For the others it is what somebody said to them, so the role is the user's, and the name tells them apart.
        return new ChatMessage(ChatRole.User, response.Text) { AuthorName = speaker.Name };
    }
}
