#pragma warning disable MEAI001 // The interface may still change.
using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Speech;

/// <summary>What one call that turns text into speech says of itself.</summary>
internal class SpeechCall : ICallRecord<TextToSpeechResponse>
{
    private readonly string? _text;
    private readonly TextToSpeechOptions? _options;
    private readonly CalledModel _model;

    public SpeechCall(TextToSpeechClientMetadata? known, string? text, TextToSpeechOptions? options)
    {
        _text = text;
        _options = options;
        _model = new CalledModel(options?.ModelId ?? known?.DefaultModelId, known?.ProviderName, known?.ProviderUri);
    }

    public string SpanName => _model.SpanName(Operation);

    public string SpanType => OtelBridge.SpanType.Llm;

    public string Operation => GenAiOperations.Speech;

    public ActivityKind Kind => ActivityKind.Client;

    public void Ask(Activity activity)
    {
        _model.Ask(activity);
        activity.SetTag(GenAiKeys.OutputType, "speech");
        CallContent.Set(activity, MlflowKeys.SpanInputs, new CallMembers
        {
            { "model", _model.Name },
            { "voice", _options?.VoiceId },
            { "language", _options?.Language },
            { "response_format", _options?.AudioFormat },
            { "speed", _options?.Speed },
            { "pitch", _options?.Pitch },
            { "volume", _options?.Volume },
            { "input", _text },
        });
    }

    public void Answer(Activity activity, TextToSpeechResponse answer) =>
        Answer(activity, answer.ModelId, answer.ResponseId, answer.Usage, new() { { "model", answer.ModelId }, { "data", answer.Contents } });

    protected static void Answer(Activity activity, string? model, string? id, UsageDetails? usage, CallMembers outputs)
    {
        CalledModel.Answer(activity, model);
        CallTags.Set(activity, GenAiKeys.ResponseId, id);
        CallUsage.Set(activity, usage);
        CallContent.Set(activity, MlflowKeys.SpanOutputs, outputs);
    }
}
