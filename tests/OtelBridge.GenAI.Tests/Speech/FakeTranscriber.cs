#pragma warning disable MEAI001 // The interface may still change.
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Tests.Speech;

/// <summary>Hears the same words in every sound.</summary>
internal sealed class FakeTranscriber : ISpeechToTextClient
{
    public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new SpeechToTextResponse("Hello world") { ModelId = "ear-2", ResponseId = "r-1", Usage = new() { InputTokenCount = 3, OutputTokenCount = 2 } });
    }

    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var word in (string[])["Hello ", "world"])
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new SpeechToTextResponseUpdate(word) { ModelId = "ear-2", Kind = SpeechToTextResponseUpdateKind.TextUpdated };
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(SpeechToTextClientMetadata) ? new SpeechToTextClientMetadata("openai", null, "ear") : null;

    public void Dispose()
    {
    }
}
