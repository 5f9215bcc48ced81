using Microsoft.Extensions.AI;

namespace OtelBridge.Benchmarks.GenAI;

/// <summary>A chat client that answers at once with what it has.</summary>
internal sealed class BareChatClient : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("openai", new Uri("https://api.example.org/v1"), "gpt-bench");

    private readonly ChatResponse _response = new(new ChatMessage(ChatRole.Assistant, "As the OTLP it came in, beside its search columns."))
    {
        ResponseId = "answer-1",
        ModelId = "gpt-bench-2026",
        FinishReason = ChatFinishReason.Stop,
        Usage = new UsageDetails { InputTokenCount = 120, OutputTokenCount = 30 },
    };

    private readonly ChatResponseUpdate _update = new(ChatRole.Assistant, "token ") { ResponseId = "answer-1", ModelId = "gpt-bench-2026" };

    /// <summary>Gets or sets how many chunks a streamed answer has.</summary>
    public int Chunks { get; set; }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(_response);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < Chunks; i++)
        {
            await Task.CompletedTask;
            yield return _update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? _metadata : null;

    public void Dispose()
    {
    }
}
