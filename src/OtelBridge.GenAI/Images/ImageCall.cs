#pragma warning disable MEAI001 // The interface may still change.
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Images;

/// <summary>What one call of an image generator says of itself.</summary>
internal sealed class ImageCall : ICallRecord<ImageGenerationResponse>
{
    private readonly CalledModel _model;
    private readonly ImageGenerationOptions? _options;

    public ImageCall(ImageGeneratorMetadata? known, ImageGenerationRequest request, ImageGenerationOptions? options)
    {
        _model = new CalledModel(options?.ModelId ?? known?.DefaultModelId, known?.ProviderName, known?.ProviderUri);
        _options = options;
        Request = request;
    }

    public string SpanName => _model.SpanName(Operation);

    public string SpanType => OtelBridge.SpanType.Llm;

    public string Operation => GenAiOperations.GenerateContent;

    public ActivityKind Kind => ActivityKind.Client;

    /// <summary>The request, whose pictures may be read more than once.</summary>
    public ImageGenerationRequest Request { get; private set; }

    public void Prepare()
    {
        if (Request is { OriginalImages: { } images and not ICollection<AIContent> })
        {
            // The caller's object stays as it was.
            Request = new ImageGenerationRequest(Request.Prompt!, [.. images]);
        }
    }

    public void Ask(Activity activity)
    {
        _model.Ask(activity);
        activity.SetTag(GenAiKeys.OutputType, "image");
        CallTags.Set(activity, GenAiKeys.RequestChoiceCount, _options?.Count);
        CallContent.Set(activity, MlflowKeys.SpanInputs, new CallMembers
        {
            { "model", _model.Name },
            { "n", _options?.Count },
            { "size", _options?.ImageSize is { } size ? string.Create(CultureInfo.InvariantCulture, $"{size.Width}x{size.Height}") : null },
            { "media_type", _options?.MediaType },
            { "response_format", _options?.ResponseFormat?.ToString() },
            { "prompt", Request?.Prompt },
            { "images", Request?.OriginalImages },
        });
    }

    public void Answer(Activity activity, ImageGenerationResponse answer)
    {
        CallUsage.Set(activity, answer.Usage);
        CallContent.Set(activity, MlflowKeys.SpanOutputs, new CallMembers { { "model", _model.Name }, { "data", answer.Contents } });
    }
}
