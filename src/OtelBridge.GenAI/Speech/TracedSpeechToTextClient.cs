#pragma warning disable MEAI001 // The interface may still change.
using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Speech;

/// <summary>A client whose every call is a span.</summary>
internal sealed class TracedSpeechToTextClient(ISpeechToTextClient client) : DelegatingSpeechToTextClient(client), IAsyncDisposable
{
    private readonly SpeechToTextClientMetadata? _known = ClientMetadata.Of<SpeechToTextClientMetadata>(client.GetService);

    public override Task<SpeechToTextResponse> GetTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        ModelCall.IsListening
            ? ModelCall.RunAsync(
                new TranscriptionCall(_known, audioSpeechStream, options),
                static call => call.Client.GetTextAsync(call.Audio, call.Options, call.CancellationToken),
                (Client: InnerClient, Audio: audioSpeechStream, Options: options, CancellationToken: cancellationToken))
            : base.GetTextAsync(audioSpeechStream, options, cancellationToken);

    public override IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        ModelCall.IsListening
            ? ModelCall.Stream(
                static call => new TranscriptionStream(call.Known, call.Audio, call.Options),
                static (_, call) => call.Client.GetStreamingTextAsync(call.Audio, call.Options, call.CancellationToken),
                (Client: InnerClient, Known: _known, Audio: audioSpeechStream, Options: options, CancellationToken: cancellationToken))
            : base.GetStreamingTextAsync(audioSpeechStream, options, cancellationToken);

    public ValueTask DisposeAsync() => AsyncDisposal.Of(InnerClient, this);
}
