using Microsoft.Extensions.AI;
using OtelBridge.Configuration;
using OtelBridge.GenAI.Content;
using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Chat;

/// <summary>Puts the chunks of a streamed answer together, within a bound: of what does not fit, counts and reasons are kept alone.</summary>
internal sealed class StreamedAnswer(GenAISettings settings)
{
    /// <summary>Messages of one answer; more than any run of tools has.</summary>
    private const int MaxMessages = 1_000;

    /// <summary>What a content counts that is too large to be kept.</summary>
    private const int LeastLength = 128;

    // Bounded by MaxMessages, each by what is left of the bytes.
    private readonly List<StreamedMessage> _messages = [];
    private int _room = ContentSettings.Current.MaxBytes;
    private string? _responseId;
    private string? _modelId;
    private string? _conversationId;
    private DateTimeOffset? _createdAt;
    private ChatFinishReason? _finishReason;
    private UsageDetails? _usage;

    /// <summary>The first error that the provider sent instead of an answer.</summary>
    public ErrorContent? Error { get; private set; }

    public void Add(ChatResponseUpdate update)
    {
        _responseId ??= update.ResponseId;
        _modelId ??= update.ModelId;
        _createdAt ??= update.CreatedAt;
        _conversationId = update.ConversationId ?? _conversationId;
        _finishReason = update.FinishReason ?? _finishReason;
        foreach (var content in update.Contents)
        {
            Add(MessageOf(update), content);
        }
    }

    public ChatResponse ToResponse() => new([.. _messages.Select(static message => message.ToMessage())])
    {
        ResponseId = _responseId,
        ModelId = _modelId,
        ConversationId = _conversationId,
        CreatedAt = _createdAt,
        FinishReason = _finishReason,
        Usage = _usage,
    };

    private StreamedMessage MessageOf(ChatResponseUpdate update)
    {
        var last = _messages.Count > 0 ? _messages[^1] : null;
        if (last is null || (last.IsAnotherThan(update) && _messages.Count < MaxMessages))
        {
            last = new StreamedMessage();
            _messages.Add(last);
        }

        last.Know(update);
        return last;
    }

    private void Add(StreamedMessage message, AIContent? content)
    {
        switch (content)
        {
            case UsageContent { Details: { } details }:
                (_usage ??= new UsageDetails()).Add(details);
                break;
            case TextContent text when settings.CaptureContent:
                message.AddText(text.Text, ref _room);
                break;
            case TextReasoningContent reasoning when settings.CaptureContent:
                message.AddReasoning(reasoning.Text, ref _room);
                break;
            case null or TextContent or TextReasoningContent or UsageContent:
                break;
            default:
                AddOther(message, content);
                break;
        }
    }

    private void AddOther(StreamedMessage message, AIContent content)
    {
        if (content is ErrorContent { ErrorCode: not PartJson.Refusal } error)
        {
            Error ??= error;
        }

        var call = content as FunctionCallContent;
        if (_room > 0 && (call is not null || settings.CaptureContent))
        {
            // Written now: the consumer gets the content, and may change it.
            var text = ContentJson.Value(settings, content, PartJson.Write);
            var fits = text.Length <= _room;
            message.Add(new WrittenContent(fits ? text : null, call));
            _room -= fits ? text.Length : LeastLength;
        }
    }
}
