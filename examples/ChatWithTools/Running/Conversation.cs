using Microsoft.Extensions.AI;
using OtelBridge.GenAI;

namespace ChatWithTools.Running;

/// <summary>One conversation with the model: what was said stays, and every question makes a trace of the same session.</summary>
/// <param name="chat">The model, and around it what calls the tools.</param>
/// <param name="tools">What it may call.</param>
internal sealed class Conversation(IChatClient chat, IList<AITool> tools)
{
    private const string Instructions = "You work for a bicycle shop. Look things up with the tools you have, never guess. Be brief.";

    private readonly string _session = $"chat-{Guid.NewGuid().ToString("N")[..8]}";
    private readonly List<ChatMessage> _messages = [new(ChatRole.System, Instructions)]; // bounded by what a person asks

    /// <summary>Asks, and writes the answer as it comes.</summary>
    /// <returns>The id of the trace.</returns>
    public Task<string> AskAsync(string question, TextWriter screen, CancellationToken cancellationToken) =>
        MlflowAgent.RunAsync(
            "shop assistant",
            async run =>
            {
                _messages.Add(new ChatMessage(ChatRole.User, question));
                var updates = new List<ChatResponseUpdate>(); // bounded by the answer
                await foreach (var update in chat.GetStreamingResponseAsync(_messages, new ChatOptions { Tools = tools, Temperature = 0 }, cancellationToken))
                {
                    updates.Add(update);
                    await screen.WriteAsync(update.Text);
                }

                await screen.WriteLineAsync();
                _messages.AddMessages(updates);
                run.SetOutputs(_messages[^1].Text);
                return run.Span.TraceId;
            },
            inputs: question,
            conversationId: _session);
}
