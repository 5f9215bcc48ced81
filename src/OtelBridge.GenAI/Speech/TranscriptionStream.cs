#pragma warning disable MEAI001 // The interface may still change.
using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Calls;
using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Speech;

/// <summary>What one call that turns speech into text piece by piece says of itself.</summary>
internal sealed class TranscriptionStream(SpeechToTextClientMetadata? known, Stream? audio, SpeechToTextOptions? options)
    : TranscriptionCall(known, audio, options), IStreamRecord<SpeechToTextResponseUpdate>
{
    private readonly BoundedUpdates<SpeechToTextResponseUpdate> _updates = new();

    public void Add(Activity activity, SpeechToTextResponseUpdate chunk) => _updates.Add(chunk, chunk.Text.Length);

    public string? ChunkText(SpeechToTextResponseUpdate chunk) => chunk.Text.Length == 0 ? null : JsonText.Of(chunk.Text);

    public void Answer(Activity activity) => Answer(activity, _updates.Kept.ToSpeechToTextResponse());
}
