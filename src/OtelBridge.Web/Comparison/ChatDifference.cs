using System.Runtime.InteropServices;
using System.Text;
using OtelBridge.Chat;

namespace OtelBridge.Web.Comparison;

/// <summary>Lays two lists of messages beside each other.</summary>
internal static class ChatDifference
{
    /// <summary>The most messages of one side; of longer chats the last ones.</summary>
    public const int MaxMessages = 300;

    private const int MaxCells = MaxMessages * MaxMessages;

    public static List<MessageDifference> Of(IReadOnlyList<ChatMessage> left, IReadOnlyList<ChatMessage> right, DifferenceBudget budget)
    {
        var (lefts, rights) = (Texts(left), Texts(right));
        var messages = new List<MessageDifference>(); // bounded by MaxMessages of each side
        var (l, r) = (0, 0);
        foreach (var (leftAt, rightAt) in new SequenceAlignment(MaxCells).Align(Items(lefts), Items(rights)))
        {
            Apart(leftAt, rightAt);
            var (before, after) = (lefts[l++], rights[r++]);
            messages.Add(Message(before.Role, before.Text == after.Text ? DifferenceKind.Same : DifferenceKind.Changed, before.Text, after.Text));
        }

        Apart(lefts.Count, rights.Count);
        return messages;

        void Apart(int leftEnd, int rightEnd)
        {
            for (; l < leftEnd; l++)
            {
                messages.Add(Message(lefts[l].Role, DifferenceKind.OnlyLeft, lefts[l].Text, ""));
            }

            for (; r < rightEnd; r++)
            {
                messages.Add(Message(rights[r].Role, DifferenceKind.OnlyRight, "", rights[r].Text));
            }
        }

        MessageDifference Message(string role, DifferenceKind kind, string before, string after) => new(role, kind, TextDifference.Of(before, after, budget));
    }

    /// <summary>Gives a message as text: what is said as it is, the rest with a word of what it is.</summary>
    public static string TextOf(ChatMessage message)
    {
        var text = new StringBuilder();
        foreach (var part in message.Parts)
        {
            if (text.Length > 0)
            {
                text.Append('\n');
            }

            text.Append(part.Kind switch
            {
                ChatPartKind.Text => part.Text,
                ChatPartKind.Reasoning => $"[reasoning]\n{part.Text}",
                ChatPartKind.ToolCall => $"[calls {part.Name}]\n{ReadableText.Of(part.Text)}",
                ChatPartKind.ToolResult => $"[result{(part.Name is { } name ? $" of {name}" : "")}]\n{ReadableText.Of(part.Text)}",
                ChatPartKind.Media => $"[{part.MediaType ?? "file"}{(part.Name is { } name ? $" {name}" : "")}] {part.Text ?? Start(part.Uri)}",
                _ => ReadableText.Of(part.Text),
            });
        }

        return text.ToString();
    }

    // The address of a picture may be the picture itself.
    private static string Start(string? address) => address is { Length: > 200 } ? $"{address[..200]}… ({address.Length} characters)" : address ?? "";

    private static List<(string Role, string Text)> Texts(IReadOnlyList<ChatMessage> messages) =>
        [.. messages.Skip(messages.Count - MaxMessages).Select(static message => (message.Role, TextOf(message)))];

    private static ReadOnlySpan<AlignmentItem> Items(List<(string Role, string Text)> messages)
    {
        var items = messages.ConvertAll(static message => new AlignmentItem(
            (uint)string.GetHashCode(message.Role), 0, ((ulong)message.Text.Length << 32) | (uint)string.GetHashCode(message.Text)));
        return CollectionsMarshal.AsSpan(items);
    }
}
