using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Tests.Tools;

/// <summary>Plays function invocation: asks the model, runs what it asks for, until it has answered.</summary>
internal static class ToolLoop
{
    public static async Task<string> RunAsync(IChatClient model, IList<AITool> tools, Func<ChatOptions, IChatClient, List<ChatMessage>, Task<ChatResponse>>? ask = null)
    {
        var options = new ChatOptions { Tools = tools };
        var history = new List<ChatMessage> { new(ChatRole.User, "go") };
        while (true)
        {
            var answer = ask is null ? await model.GetResponseAsync(history, options) : await ask(options, model, history);
            history.AddRange(answer.Messages);
            var calls = answer.Messages.SelectMany(static m => m.Contents).OfType<FunctionCallContent>().ToList();
            if (calls.Count == 0)
            {
                return answer.Text;
            }

            foreach (var call in calls)
            {
                var function = tools.OfType<AIFunction>().Single(f => f.Name == call.Name);
                var result = await function.InvokeAsync(new AIFunctionArguments(call.Arguments));
                history.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)]));
            }
        }
    }

    public static async Task<ChatResponse> AskStreaming(ChatOptions options, IChatClient model, List<ChatMessage> history) =>
        await model.GetStreamingResponseAsync(history, options).ToChatResponseAsync();
}
