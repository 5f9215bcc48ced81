using System.ClientModel;
using System.Runtime.CompilerServices;
using ChatModels.Conversion;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace ChatModels;

/// <summary>OpenAI's chat client as an <see cref="IChatClient"/>: what these examples and tests need of <c>Microsoft.Extensions.AI.OpenAI</c>.</summary>
public sealed class OpenAIChatClient : IChatClient
{
    private readonly ChatClient _client;
    private readonly ChatClientMetadata _metadata;

    /// <summary>Wraps a client, which stays the caller's.</summary>
    public OpenAIChatClient(ChatClient client)
    {
        _client = client;
        _metadata = new ChatClientMetadata(ProviderNames.Of(client.Endpoint), client.Endpoint, client.Model);
    }

    /// <summary>A client of a server that speaks OpenAI's protocol.</summary>
    /// <param name="model">The model.</param>
    /// <param name="key">The key; a scripted server takes any.</param>
    /// <param name="address">The base address with <c>/v1</c>; OpenAI's when null.</param>
    public OpenAIChatClient(string model, string key, Uri? address = null)
        : this(new ChatClient(model, new ApiKeyCredential(key), address is null ? null : new OpenAIClientOptions { Endpoint = address }))
    {
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var result = await _client.CompleteChatAsync(OpenAIMessages.Of(messages, options), OpenAIRequest.Of(this, options), cancellationToken);
        return OpenAIAnswer.Of(result.Value);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var answer = new OpenAIStreamedAnswer();
        var stream = _client.CompleteChatStreamingAsync(OpenAIMessages.Of(messages, options), OpenAIRequest.Of(this, options), cancellationToken);
        await foreach (var update in stream.WithCancellation(cancellationToken))
        {
            yield return answer.Next(update);
        }

        if (answer.End() is { } rest)
        {
            yield return rest;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceKey is not null)
        {
            return null;
        }

        return serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType == typeof(ChatClient) ? _client
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing of its own: OpenAI's clients share their connections.
    }
}
