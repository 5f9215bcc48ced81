using System.Text;

namespace OtelBridge.Entities.Tree;

/// <summary>Lays out the spans of a trace as a tree: one line each, in the order of their starts.</summary>
/// <remarks>
/// <code>
/// answer · OK · 1.24 s · 165 tokens · 3 spans · tr-0123456789abcdef0123456789abcdef
/// └─ ✓ answer CHAIN 1.24 s {"question":"What is a span?"} → "An activity."
///    ├─ ✓ retrieve RETRIEVER 12 ms "span" → [{"page_content":"…
///    └─ ✗ chat CHAT_MODEL 1.2 s 120 + 45 tokens TimeoutException: no answer
/// </code>
/// </remarks>
internal sealed class TraceTree(Trace trace, int width, bool colors)
{
    private const int MinWidth = 40;
    private const int Indent = 3;

    private readonly int _width = Math.Max(width, MinWidth);
    private readonly StringBuilder _text = new();

    public string Draw()
    {
        new SpanLine(_text, _width, colors).Header(trace);

        // The lines of the ancestors at each depth; none grows over a third of the width.
        var lines = new List<string> { string.Empty };
        foreach (var visit in SpanWalk.Of(trace))
        {
            var before = lines[visit.Depth];
            var isFlat = before.Length + Indent > _width / 3;
            new SpanLine(_text, _width, colors).Write(visit.Span, $"{before}{(visit.IsLast ? "└─ " : "├─ ")}", isFlat ? visit.Depth : null, Note(visit));

            // Deeper than that spans stand one below the other, with their depth in numbers.
            lines.RemoveRange(visit.Depth + 1, lines.Count - visit.Depth - 1);
            lines.Add(isFlat ? before : before + (visit.IsLast ? "   " : "│  "));
        }

        return _text.ToString();
    }

    private static string? Note(SpanWalk visit) => visit switch
    {
        { IsRing: true } => "its own ancestor",
        { Parent: null, Span.ParentId: { } missing } => $"parent {missing} is missing",
        _ => null,
    };
}
