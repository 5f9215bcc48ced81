namespace Microsoft.Extensions.AI;

/// <summary>Runs the tools that a model asks for until it answers, as far as tests need it; the real one is in a package that does not restore here.</summary>
public sealed class FunctionInvokingChatClient(IChatClient innerClient) : DelegatingChatClient(innerClient)
{
    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<ChatMessage> history = [.. messages];
        List<ChatMessage> added = [];
        while (true)
        {
            var response = await base.GetResponseAsync(history, options, cancellationToken);
            added.AddRange(response.Messages);
            history.AddRange(response.Messages);
            var calls = response.Messages.SelectMany(static m => m.Contents).OfType<FunctionCallContent>().ToList();
            if (calls.Count == 0)
            {
                response.Messages = added;
                return response;
            }

            foreach (var call in calls)
            {
                var function = options?.Tools?.OfType<AIFunction>().Single(tool => tool.Name == call.Name);
                var result = await function!.InvokeAsync(new AIFunctionArguments(call.Arguments), cancellationToken);
                var message = new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)]);
                added.Add(message);
                history.Add(message);
            }
        }
    }
}
