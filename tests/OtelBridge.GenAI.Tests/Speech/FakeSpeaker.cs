#pragma warning disable MEAI001 // The interface may still change.
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Tests.Speech;

/// <summary>Makes the same sound of every text.</summary>
internal sealed class FakeSpeaker : ITextToSpeechClient
{
    public Task<TextToSpeechResponse> GetAudioAsync(string text, TextToSpeechOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new TextToSpeechResponse([new DataContent(new byte[3], "audio/mpeg")]) { ModelId = "mouth-2", Usage = new() { InputTokenCount = 4, OutputTokenCount = 8 } });
    }

    public async IAsyncEnumerable<TextToSpeechResponseUpdate> GetStreamingAudioAsync(
        string text, TextToSpeechOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < 2; i++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new TextToSpeechResponseUpdate([new DataContent(new byte[3], "audio/mpeg")]) { ModelId = "mouth-2" };
        }

        yield return new TextToSpeechResponseUpdate([new UsageContent(new UsageDetails { InputTokenCount = 4, OutputTokenCount = 8 })]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(TextToSpeechClientMetadata) ? new TextToSpeechClientMetadata("openai", null, "mouth") : null;

    public void Dispose()
    {
    }
}
