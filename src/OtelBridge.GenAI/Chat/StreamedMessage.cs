using System.Text;
using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Chat;

/// <summary>One message of a streamed answer.</summary>
internal sealed class StreamedMessage
{
    private const string CutMark = "…[truncated]";

    // All bounded by the room of the answer.
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _reasoning = new();
    private readonly List<WrittenContent> _others = [];
    private ChatRole? _role;
    private string? _id;
    private string? _author;

    /// <summary>Whether a chunk begins another message.</summary>
    public bool IsAnotherThan(ChatResponseUpdate update) =>
        (_id is not null && !string.IsNullOrEmpty(update.MessageId) && _id != update.MessageId)
        || (_role is not null && update.Role is { } role && role != _role);

    public void Know(ChatResponseUpdate update)
    {
        _role ??= update.Role;
        _author ??= update.AuthorName;
        _id ??= string.IsNullOrEmpty(update.MessageId) ? null : update.MessageId;
    }

    public void AddText(string text, ref int room) => Add(_text, text, ref room);

    public void AddReasoning(string text, ref int room) => Add(_reasoning, text, ref room);

    public void Add(WrittenContent content) => _others.Add(content);

    public ChatMessage ToMessage()
    {
        List<AIContent> contents = [];
        if (_reasoning.Length > 0)
        {
            contents.Add(new TextReasoningContent(_reasoning.ToString()));
        }

        if (_text.Length > 0)
        {
            contents.Add(new TextContent(_text.ToString()));
        }

        contents.AddRange(_others);
        return new ChatMessage(_role ?? ChatRole.Assistant, contents) { AuthorName = _author };
    }

    private static void Add(StringBuilder builder, string text, ref int room)
    {
        if (room <= 0)
        {
            return;
        }

        if (text.Length <= room)
        {
            builder.Append(text);
        }
        else
        {
            builder.Append(text.AsSpan(0, room)).Append(CutMark);
        }

        room -= text.Length;
    }
}
