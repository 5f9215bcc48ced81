using OtelBridge.Chat;

namespace OtelBridge.Web.Content;

/// <summary>Which answer of a tool belongs to which call: by id, or, where the emitter gives none, by name in their order.</summary>
internal sealed class ToolPairs
{
    private readonly Dictionary<(int Message, int Part), (int Message, int Part)> _answers = []; // bounded by the parts of the chat
    private readonly HashSet<(int Message, int Part)> _paired = [];

    public static ToolPairs Of(IReadOnlyList<ChatMessage> messages)
    {
        var pairs = new ToolPairs();
        var open = new Dictionary<string, Queue<(int Message, int Part)>>(StringComparer.Ordinal); // calls that wait, by what they are found by
        for (var i = 0; i < messages.Count; i++)
        {
            for (var j = 0; j < messages[i].Parts.Count; j++)
            {
                var part = messages[i].Parts[j];
                if (Key(part) is not { } key)
                {
                    continue;
                }

                if (part.Kind == ChatPartKind.ToolCall)
                {
                    (open.TryGetValue(key, out var calls) ? calls : open[key] = new Queue<(int, int)>()).Enqueue((i, j));
                }
                else if (open.TryGetValue(key, out var waiting) && waiting.TryDequeue(out var call))
                {
                    pairs._answers[call] = (i, j);
                    pairs._paired.Add((i, j));
                }
            }
        }

        return pairs;
    }

    /// <summary>Whether a part is shown with its call.</summary>
    public bool IsPaired(int message, int part) => _paired.Contains((message, part));

    public (int Message, int Part)? AnswerOf(int message, int part) => _answers.TryGetValue((message, part), out var answer) ? answer : null;

    private static string? Key(ChatPart part) => part.Kind is ChatPartKind.ToolCall or ChatPartKind.ToolResult
        ? part.Id is { Length: > 0 } id ? $"id {id}" : $"name {part.Name}"
        : null;
}
