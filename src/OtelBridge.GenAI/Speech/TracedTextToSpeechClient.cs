#pragma warning disable MEAI001 // The interface may still change.
using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Speech;

/// <summary>A client whose every call is a span.</summary>
internal sealed class TracedTextToSpeechClient(ITextToSpeechClient client) : DelegatingTextToSpeechClient(client), IAsyncDisposable
{
    private readonly TextToSpeechClientMetadata? _known = ClientMetadata.Of<TextToSpeechClientMetadata>(client.GetService);

    public override Task<TextToSpeechResponse> GetAudioAsync(
        string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) =>
        ModelCall.IsListening
            ? ModelCall.RunAsync(
                new SpeechCall(_known, text, options),
                static call => call.Client.GetAudioAsync(call.Text, call.Options, call.CancellationToken),
                (Client: InnerClient, Text: text, Options: options, CancellationToken: cancellationToken))
            : base.GetAudioAsync(text, options, cancellationToken);

    public override IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default) =>
        ModelCall.IsListening
            ? ModelCall.Stream(
                static call => new SpeechStream(call.Known, call.Text, call.Options),
                static (_, call) => call.Client.GetStreamingAudioAsync(call.Text, call.Options, call.CancellationToken),
                (Client: InnerClient, Known: _known, Text: text, Options: options, CancellationToken: cancellationToken))
            : base.GetStreamingAudioAsync(text, options, cancellationToken);

    public ValueTask DisposeAsync() => AsyncDisposal.Of(InnerClient, this);
}
