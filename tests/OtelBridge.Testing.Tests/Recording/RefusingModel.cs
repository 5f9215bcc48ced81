using Microsoft.Extensions.AI;

namespace OtelBridge.Testing.Tests.Recording;

/// <summary>A model whose library fails before there is a stream.</summary>
internal sealed class RefusingModel() : DelegatingChatClient(ScriptedModel.Saying())
{
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new TimeoutException("refused");
}
