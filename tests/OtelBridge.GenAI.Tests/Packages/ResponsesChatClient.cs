using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Responses;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>OpenAI's Responses API as a chat client, as far as one question and its answer go.</summary>
internal sealed class ResponsesChatClient(ResponsesClient client, string model) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("openai", client.Endpoint, model);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ResponseResult result = await client.CreateResponseAsync(model, messages.Last().Text, cancellationToken: cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, result.GetOutputText()))
        {
            ResponseId = result.Id,
            ModelId = result.Model,
            FinishReason = ChatFinishReason.Stop,
            Usage = Usage(result),
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in await client.CreateResponseStreamingAsync(model, messages.Last().Text, cancellationToken: cancellationToken))
        {
            switch (update)
            {
                case StreamingResponseOutputTextDeltaUpdate text:
                    yield return new ChatResponseUpdate(ChatRole.Assistant, text.Delta);
                    break;
                case StreamingResponseCompletedUpdate { Response: var result }:
                    yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(Usage(result))])
                    {
                        ResponseId = result.Id,
                        ModelId = result.Model,
                        FinishReason = ChatFinishReason.Stop,
                    };
                    break;
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? _metadata : null;

    public void Dispose()
    {
        // Nothing of its own.
    }

    private static UsageDetails Usage(ResponseResult result) => new()
    {
        InputTokenCount = result.Usage.InputTokenCount,
        OutputTokenCount = result.Usage.OutputTokenCount,
        TotalTokenCount = result.Usage.TotalTokenCount,
    };
}
