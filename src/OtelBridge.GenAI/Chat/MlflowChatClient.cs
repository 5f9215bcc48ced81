using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Calls;
using OtelBridge.Tracing;

namespace OtelBridge.GenAI.Chat;

/// <summary>A chat client whose every call is a span.</summary>
internal sealed class MlflowChatClient(IChatClient innerClient) : DelegatingChatClient(innerClient), IAsyncDisposable
{
    private readonly ChatTarget _target = ChatTarget.Of(innerClient);

    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (!ModelCall.IsListening)
        {
            return InnerClient.GetResponseAsync(messages, options, cancellationToken);
        }

        var call = new ChatCall(messages, options, _target, isStreamed: false);
        return ModelCall.RunAsync(
            call,
            static asked => asked.client.InnerClient.GetResponseAsync(asked.call.Messages, asked.call.Passed, asked.cancellationToken),
            (client: this, call, cancellationToken));
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        ModelCall.IsListening
            ? ModelCall.Stream(
                static asked => new ChatCall(asked.messages, asked.options, asked.client._target, isStreamed: true),
                static (call, asked) => asked.client.InnerClient.GetStreamingResponseAsync(call.Messages, call.Passed, asked.cancellationToken),
                (client: this, messages, options, cancellationToken))
            : InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken);

    /// <summary>Answers as the client inside does, and offers our source to those who make spans of what they do with the answers.</summary>
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        base.GetService(serviceType, serviceKey) ?? (serviceKey is null && serviceType == typeof(ActivitySource) ? SpanSource.Instance : null);

    public ValueTask DisposeAsync() => AsyncDisposal.Of(InnerClient, this);
}
