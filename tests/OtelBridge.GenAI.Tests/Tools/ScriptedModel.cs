using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Tests.Tools;

/// <summary>A model whose answers are written down.</summary>
internal sealed class ScriptedModel(params ChatResponse[] answers) : IChatClient
{
    private int _next;

    public static ChatResponse Says(string text) => new(new ChatMessage(ChatRole.Assistant, text)) { ModelId = "scripted" };

    public static ChatResponse Asks(params FunctionCallContent[] calls) => new(new ChatMessage(ChatRole.Assistant, [.. calls])) { ModelId = "scripted" };

    public static FunctionCallContent Call(string id, string name, params (string Name, object? Value)[] arguments) =>
        new(id, name, arguments.ToDictionary(static a => a.Name, static a => a.Value));

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(answers[_next++]);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        answers[_next++].ToChatResponseUpdates().ToAsyncEnumerable();

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}
