#pragma warning disable MEAI001 // The interface may still change.
using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Speech;

/// <summary>What one call that turns speech into text says of itself.</summary>
internal class TranscriptionCall : ICallRecord<SpeechToTextResponse>
{
    private readonly Stream? _audio;
    private readonly SpeechToTextOptions? _options;
    private readonly CalledModel _model;

    public TranscriptionCall(SpeechToTextClientMetadata? known, Stream? audio, SpeechToTextOptions? options)
    {
        _audio = audio;
        _options = options;
        _model = new CalledModel(options?.ModelId ?? known?.DefaultModelId, known?.ProviderName, known?.ProviderUri);
    }

    public string SpanName => _model.SpanName(Operation);

    public string SpanType => OtelBridge.SpanType.Llm;

    public string Operation => GenAiOperations.Transcription;

    public ActivityKind Kind => ActivityKind.Client;

    public void Ask(Activity activity)
    {
        _model.Ask(activity);
        activity.SetTag(GenAiKeys.OutputType, "text");
        CallContent.Set(activity, MlflowKeys.SpanInputs, new CallMembers
        {
            { "model", _model.Name },
            { "language", _options?.SpeechLanguage },
            { "text_language", _options?.TextLanguage },
            { "sample_rate", _options?.SpeechSampleRate },
            { "bytes", Size() },
        });
    }

    public void Answer(Activity activity, SpeechToTextResponse answer)
    {
        CalledModel.Answer(activity, answer.ModelId);
        CallTags.Set(activity, GenAiKeys.ResponseId, answer.ResponseId);
        CallUsage.Set(activity, answer.Usage);
        CallContent.Set(activity, MlflowKeys.SpanOutputs, new CallMembers
        {
            { "start", answer.StartTime?.TotalSeconds },
            { "end", answer.EndTime?.TotalSeconds },
            { "model", answer.ModelId },
            { "text", answer.Text },
        });
    }

    // Position and length are the stream's own code.
    private long? Size() => _audio is { CanSeek: true } ? _audio.Length - _audio.Position : null;
}
