using System.ClientModel;
using System.Text;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;

namespace ChatModels.Conversion;

/// <summary>Turns the pieces of a stream into updates; calls of tools come when the stream has ended, since their arguments arrive in pieces.</summary>
internal sealed class OpenAIStreamedAnswer
{
    private readonly SortedDictionary<int, PendingCall> _calls = []; // As many as the answer asks for.
    private readonly StringBuilder _refusal = new();
    private string? _id;
    private string? _model;
    private DateTimeOffset? _createdAt;
    private ChatFinishReason? _reason;

    /// <exception cref="ClientResultException">The server says an error in the stream, which OpenAI's client passes over.</exception>
    public ChatResponseUpdate Next(StreamingChatCompletionUpdate update)
    {
        if (update.Patch.TryGetValue("$.error.message"u8, out string? error))
        {
            throw new ClientResultException(error ?? "The server ended the stream with an error.");
        }

        _id ??= update.CompletionId;
        _model ??= update.Model;
        _createdAt ??= update.CreatedAt;
        _reason = update.FinishReason is { } reason ? OpenAIAnswer.Reason(reason) : _reason;
        foreach (var piece in update.ToolCallUpdates)
        {
            Collect(piece);
        }

        _refusal.Append(update.RefusalUpdate);
        var next = Update(update);
        if (Reasoning(update) is { Length: > 0 } thought)
        {
            next.Contents.Add(new TextReasoningContent(thought));
        }

        foreach (var part in update.ContentUpdate.Where(static part => part.Text is { Length: > 0 }))
        {
            next.Contents.Add(new TextContent(part.Text));
        }

        if (update.Usage is not null)
        {
            next.Contents.Add(new UsageContent(OpenAIAnswer.Usage(update.Usage)));
        }

        return next;
    }

    /// <summary>What could only be known at the end; null when nothing.</summary>
    public ChatResponseUpdate? End()
    {
        if (_calls.Count == 0 && _refusal.Length == 0)
        {
            return null;
        }

        var rest = Update(null);
        foreach (var call in _calls.Values)
        {
            rest.Contents.Add(OpenAIAnswer.Call(call.Id, call.Name, call.Arguments.ToString()));
        }

        if (_refusal.Length > 0)
        {
            rest.Contents.Add(OpenAIAnswer.Refused(_refusal.ToString()));
        }

        return rest;
    }

    private ChatResponseUpdate Update(StreamingChatCompletionUpdate? raw) => new()
    {
        Role = ChatRole.Assistant,
        ResponseId = _id,
        MessageId = _id,
        ModelId = _model,
        CreatedAt = _createdAt,
        FinishReason = _reason,
        RawRepresentation = raw,
    };

    private void Collect(StreamingChatToolCallUpdate piece)
    {
        if (!_calls.TryGetValue(piece.Index, out var call))
        {
            _calls[piece.Index] = call = new PendingCall();
        }

        call.Id = piece.ToolCallId is { Length: > 0 } id ? id : call.Id;
        call.Name = piece.FunctionName is { Length: > 0 } name ? name : call.Name;
        call.Arguments.Append(piece.FunctionArgumentsUpdate is { } arguments && !arguments.ToMemory().IsEmpty ? arguments.ToString() : "");
    }

    /// <summary>What the model thought, where the provider says it: OpenAI's own client has no member for it.</summary>
    private static string? Reasoning(StreamingChatCompletionUpdate update) =>
        update.Patch.TryGetValue("$.choices[0].delta.reasoning_content"u8, out string? text) ? text : null;

    private sealed class PendingCall
    {
        public string Id { get; set; } = "";

        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();
    }
}
