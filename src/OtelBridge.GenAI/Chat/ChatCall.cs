using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.GenAI.Calls;
using OtelBridge.GenAI.Content;

namespace OtelBridge.GenAI.Chat;

/// <summary>What one call of a chat model says of itself.</summary>
internal sealed class ChatCall(IEnumerable<ChatMessage> messages, ChatOptions? options, ChatTarget target, bool isStreamed)
    : ICallRecord<ChatResponse>, IStreamRecord<ChatResponseUpdate>
{
    private StreamedAnswer? _streamed;

    public string SpanName => target.RunsTools ? Operation : Model.SpanName(Operation);

    public string SpanType => target.RunsTools ? OtelBridge.SpanType.Chain : OtelBridge.SpanType.ChatModel;

    public string Operation => target.RunsTools ? GenAiOperations.OrchestrateTools : GenAiOperations.Chat;

    public ActivityKind Kind => target.RunsTools ? ActivityKind.Internal : ActivityKind.Client;

    // Several calls of the model are inside, each with spans that are no repetition of this one.
    public bool IsWholeCall => !target.RunsTools;

    /// <summary>The messages; after <see cref="Prepare"/> ones that can be read again.</summary>
    public IEnumerable<ChatMessage> Messages { get; private set; } = messages;

    public ChatOptions? Options { get; } = options;

    /// <summary>The options for the client: where it runs tools itself, with tools that are traced.</summary>
    public ChatOptions? Passed
    {
        get
        {
            if (!target.RunsTools || Options?.Tools is not { Count: > 0 } tools)
            {
                return Options;
            }

            try
            {
                var passed = Options.Clone();
                passed.Tools = tools.UseMlflowTracing();

                // Options of a class of the program's that does not say how it is copied would lose what is its own.
                return passed.GetType() == Options.GetType() ? passed : Options;
            }
            catch (Exception e)
            {
                // Options and tools are code of the program, and are asked for our sake.
                BridgeEventSource.Log.SpanCallFailed(Operation, e);
                return Options;
            }
        }
    }

    public bool IsStreamed { get; } = isStreamed;

    public GenAISettings Settings { get; } = GenAISettings.Current;

    /// <summary>The model that is asked for.</summary>
    public CalledModel Model { get; } = target.Model.Named(options?.ModelId);

    /// <summary>How much the model is to think.</summary>
    public string? ReasoningLevel => Options?.Reasoning?.Effort switch
    {
        null => null,
        ReasoningEffort.None => "none",
        ReasoningEffort.Low => "low",
        ReasoningEffort.Medium => "medium",
        ReasoningEffort.High => "high",
        ReasoningEffort.ExtraHigh => "xhigh",
        var other => other.ToString(),
    };

    public void Prepare()
    {
        // A sequence is read once, by us and the client together.
        if (Messages is not (null or ICollection<ChatMessage> or IReadOnlyCollection<ChatMessage>))
        {
            Messages = [.. Messages];
        }
    }

    public void Ask(Activity activity)
    {
        RequestTags.Write(activity, this);
        activity.SetTag(MlflowKeys.SpanInputs, RequestJson.Of(this));

        // Last: tools tell of themselves by code of the program, which may throw.
        if (Options?.Tools is { Count: > 0 } tools)
        {
            activity.SetTag(MlflowKeys.ChatTools, ContentJson.Value(Settings, tools, ToolsJson.Write));
        }
    }

    public void Answer(Activity activity, ChatResponse answer)
    {
        if (answer is null)
        {
            return;
        }

        foreach (var content in answer.Messages.SelectMany(static message => message?.Contents ?? []))
        {
            if (content is ErrorContent { ErrorCode: not PartJson.Refusal } error)
            {
                Fail(activity, error);
            }

            Note(activity, content);
        }

        Write(activity, answer);
    }

    public void Add(Activity activity, ChatResponseUpdate chunk)
    {
        if (chunk is null)
        {
            return;
        }

        foreach (var content in chunk.Contents)
        {
            Note(activity, content);
        }

        (_streamed ??= new StreamedAnswer(Settings)).Add(chunk);
    }

    public string? ChunkText(ChatResponseUpdate chunk) => chunk is null ? null : ChunkJson.Of(Settings, chunk);

    public void Answer(Activity activity)
    {
        if (_streamed is null)
        {
            return;
        }

        if (_streamed.Error is { } error)
        {
            Fail(activity, error);
        }

        Write(activity, _streamed.ToResponse());
    }

    private void Note(Activity activity, AIContent content)
    {
        // Tools that were run inside of the client have run.
        if (!target.RunsTools && content is FunctionCallContent { InformationalOnly: false } call)
        {
            AskedTools.Note(activity, call);
        }
    }

    private void Write(Activity activity, ChatResponse answer)
    {
        var usage = CallUsage.Of(answer.Usage);
        CallTags.Set(activity, GenAiKeys.ResponseId, answer.ResponseId);
        CalledModel.Answer(activity, answer.ModelId);
        CallTags.SetConversation(activity, Options?.ConversationId ?? answer.ConversationId);
        usage.Write(activity);
        if (answer.FinishReason is { } reason)
        {
            activity.SetTag(GenAiKeys.ResponseFinishReasons, new[] { reason.Value });
        }

        activity.SetTag(MlflowKeys.SpanOutputs, ResponseJson.Of(Settings, answer, usage));
    }

    private void Fail(Activity activity, ErrorContent error)
    {
        if (activity.Status != ActivityStatusCode.Error)
        {
            activity.SetTag(OTelKeys.ErrorType, string.IsNullOrEmpty(error.ErrorCode) ? "error" : error.ErrorCode);
            activity.SetStatus(ActivityStatusCode.Error, Settings.CaptureContent ? RedactedText.Of(error.Message ?? string.Empty, Settings) : error.ErrorCode);
        }
    }
}
