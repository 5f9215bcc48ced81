using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ChatModels;

/// <summary>Calls the tools that an answer asks for, tells the model their results, and asks again: what <c>UseFunctionInvocation()</c> of Microsoft.Extensions.AI does.</summary>
/// <remarks>A tool that fails, is unknown or has broken arguments is told to the model as a result. After the last turn the answer is what it is, calls and all.</remarks>
/// <param name="inner">The model.</param>
/// <param name="turns">How often the model is asked at most.</param>
public sealed class ToolLoop(IChatClient inner, int turns = ToolLoop.UsualTurns) : DelegatingChatClient(inner)
{
    private const int UsualTurns = 8;

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        List<ChatMessage> history = [.. messages];
        List<ChatMessage> told = [];
        UsageDetails? usage = null;
        for (var turn = 1; ; turn++)
        {
            var response = await base.GetResponseAsync(history, options, cancellationToken);
            told.AddRange(response.Messages);
            if (response.Usage is not null)
            {
                (usage ??= new UsageDetails()).Add(response.Usage);
            }

            if (turn == turns || await ResultsAsync(response, options, cancellationToken) is not { } results)
            {
                response.Messages = told;
                response.Usage = usage;
                return response;
            }

            told.Add(results);
            history.AddRange([.. response.Messages, results]);
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<ChatMessage> history = [.. messages];
        for (var turn = 1; ; turn++)
        {
            List<ChatResponseUpdate> updates = []; // Of one answer.
            await foreach (var update in base.GetStreamingResponseAsync(history, options, cancellationToken))
            {
                updates.Add(update);
                yield return update;
            }

            var response = updates.ToChatResponse();
            if (turn == turns || await ResultsAsync(response, options, cancellationToken) is not { } results)
            {
                yield break;
            }

            history.AddRange([.. response.Messages, results]);
            yield return new ChatResponseUpdate(ChatRole.Tool, results.Contents) { MessageId = $"{response.ResponseId}-results" };
        }
    }

    /// <summary>The results of the tools that an answer asks for; null when it asks for none.</summary>
    private static async Task<ChatMessage?> ResultsAsync(ChatResponse response, ChatOptions? options, CancellationToken cancellationToken)
    {
        var calls = response.Messages.SelectMany(static message => message.Contents).OfType<FunctionCallContent>().ToList();
        if (calls.Count == 0)
        {
            return null;
        }

        var results = new ChatMessage { Role = ChatRole.Tool };
        foreach (var call in calls)
        {
            results.Contents.Add(await ResultAsync(call, options, cancellationToken));
        }

        return results;
    }

    private static async Task<FunctionResultContent> ResultAsync(FunctionCallContent call, ChatOptions? options, CancellationToken cancellationToken)
    {
        if (call.Exception is { } broken)
        {
            return new FunctionResultContent(call.CallId, "Error: the arguments are no JSON.") { Exception = broken };
        }

        if (options?.Tools?.OfType<AIFunction>().FirstOrDefault(tool => tool.Name == call.Name) is not { } tool)
        {
            return new FunctionResultContent(call.CallId, $"Error: there is no tool '{call.Name}'.");
        }

        try
        {
            // The model's own values go along, not copies: whoever traces tools knows the call by them.
            var arguments = call.Arguments is null ? new AIFunctionArguments() : new AIFunctionArguments(call.Arguments);
            return new FunctionResultContent(call.CallId, await tool.InvokeAsync(arguments, cancellationToken));
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new FunctionResultContent(call.CallId, $"Error: {e.Message}") { Exception = e };
        }
    }
}
