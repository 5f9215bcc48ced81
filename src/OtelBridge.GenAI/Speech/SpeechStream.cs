#pragma warning disable MEAI001 // The interface may still change.
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Speech;

/// <summary>What one call that turns text into speech piece by piece says of itself: the sound itself is not kept.</summary>
internal sealed class SpeechStream(TextToSpeechClientMetadata? known, string? text, TextToSpeechOptions? options)
    : SpeechCall(known, text, options), IStreamRecord<TextToSpeechResponseUpdate>, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string? _model;
    private string? _id;
    private string? _mediaType;
    private UsageDetails? _usage;
    private long _bytes;

    public void Add(Activity activity, TextToSpeechResponseUpdate chunk)
    {
        _model = chunk.ModelId ?? _model;
        _id = chunk.ResponseId ?? _id;
        foreach (var content in chunk.Contents)
        {
            if (content is DataContent sound)
            {
                _mediaType = sound.MediaType;
                _bytes += sound.Data.Length;
                if (CallContent.IsCaptured)
                {
                    _hash.AppendData(sound.Data.Span);
                }
            }
            else if (content is UsageContent { Details: { } usage })
            {
                (_usage ??= new UsageDetails()).Add(usage);
            }
        }
    }

    public string? ChunkText(TextToSpeechResponseUpdate chunk) => null;

    public void Answer(Activity activity)
    {
        CallMembers[] sounds = _bytes == 0 ? [] : [Digest()];
        Answer(activity, _model, _id, _usage, new() { { "model", _model }, { "data", sounds } });
        Dispose();
    }

    public void Dispose() => _hash.Dispose();

    // As large media are recorded.
    private CallMembers Digest() => new()
    {
        { "type", "audio" },
        { "media_type", _mediaType },
        { "size_bytes", _bytes },
        { "sha256", Convert.ToHexStringLower(_hash.GetHashAndReset()) },
    };
}
