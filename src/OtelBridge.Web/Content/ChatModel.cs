using System.Text;
using OtelBridge.Chat;
using OtelBridge.Store.Translation.Chat;

namespace OtelBridge.Web.Content;

/// <summary>A chat as a page shows it: its last messages, each answer of a tool beside its call, and no more text than a page can have.</summary>
/// <param name="Tools">The tools that were offered.</param>
/// <param name="MoreTools">How many more were offered.</param>
/// <param name="Rows">The messages.</param>
/// <param name="Before">The number of the first message shown: how many are not shown before it.</param>
public sealed record ChatModel(IReadOnlyList<ChatTool> Tools, int MoreTools, IReadOnlyList<ChatRow> Rows, int Before)
{
    /// <summary>Makes a chat.</summary>
    /// <param name="chat">The chat.</param>
    /// <param name="before">Shows the messages before this one; all when null.</param>
    public static ChatModel Of(ChatConversation chat, int? before = null)
    {
        ArgumentNullException.ThrowIfNull(chat);
        var messages = chat.Messages.ToList();
        var end = Math.Clamp(before ?? messages.Count, 0, messages.Count);
        var start = Math.Max(0, end - ContentLimits.Messages);
        var answers = ToolPairs.Of(messages);
        var room = ContentLimits.Chat;
        var rows = new List<ChatRow>(); // bounded by ContentLimits.Messages
        for (var i = end - 1; i >= start && room > 0; i--) // the last ones matter most: they get the room first
        {
            if (Row(messages, i, i >= chat.Request.Count, answers, ref room) is { } row)
            {
                rows.Insert(0, row);
            }

            start = room > 0 ? start : i;
        }

        var tools = chat.ToolDefinitions;
        return new ChatModel([.. tools.Take(ContentLimits.Tools)], Math.Max(0, tools.Count - ContentLimits.Tools), rows, start);
    }

    private static ChatRow? Row(List<ChatMessage> messages, int index, bool isAnswer, ToolPairs pairs, ref int room)
    {
        var message = messages[index];
        var pieces = new List<ChatPiece>(); // bounded by ContentLimits.Parts
        for (var i = 0; i < message.Parts.Count && pieces.Count < ContentLimits.Parts; i++)
        {
            if (!pairs.IsPaired(index, i))
            {
                var piece = Piece(message.Parts[i], i, ref room);
                pieces.Add(pairs.AnswerOf(index, i) is var (at, part)
                    ? piece with { Answer = new ChatAnswer(at, Piece(messages[at].Parts[part], part, ref room)) }
                    : piece);
            }
        }

        return pieces.Count == 0
            ? null
            : new ChatRow(index, message.Role, message.Name ?? "", message.FinishReason ?? "", isAnswer, pieces, Math.Max(0, message.Parts.Count - ContentLimits.Parts));
    }

    private static ChatPiece Piece(ChatPart part, int index, ref int room)
    {
        var text = TextCut.Of(part.Text ?? "", Math.Min(ContentLimits.Text, Math.Max(room, 0)));
        var address = SafeLink.IsPicture(part.Uri) || SafeLink.IsLink(part.Uri) ? part.Uri! : "";
        room -= text.Text.Length + address.Length;
        return new ChatPiece(index, part.Kind, text)
        {
            Name = part.Name ?? "",
            Id = part.Id ?? "",
            MediaType = part.MediaType ?? "",
            Address = address,
            Json = part.Kind is ChatPartKind.ToolCall or ChatPartKind.ToolResult or ChatPartKind.Other ? Structure(part.Text) : null,
        };
    }

    // A mere text or number needs no tree.
    private static JsonOutline? Structure(string? text) =>
        text is not null && text.AsSpan().TrimStart() is ['{' or '[', ..] && JsonOutline.Read(Encoding.UTF8.GetBytes(text)) is { Node.IsContainer: true } outline ? outline : null;
}
