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

    // One mark for each span of the trace.
    private readonly HashSet<Span> _drawn = new(ReferenceEqualityComparer.Instance);

    public string Draw()
    {
        new SpanLine(_text, _width, colors).Header(trace);
        var tops = trace.Spans.Where(span => trace.ParentOf(span) is null).ToList();
        for (var i = 0; i < tops.Count; i++)
        {
            DrawBelow(tops[i], i == tops.Count - 1);
        }

        // Nobody's descendants: they are in a ring of parents.
        foreach (var span in trace.Spans)
        {
            if (!_drawn.Contains(span))
            {
                DrawBelow(span, isLast: true, isRing: true);
            }
        }

        return _text.ToString();
    }

    // A stack of its own: a chain of spans may be longer than the thread's stack is deep.
    private void DrawBelow(Span top, bool isLast, bool isRing = false)
    {
        var left = new Stack<(Span Span, string Lines, int Depth, bool IsLast)>();
        left.Push((top, string.Empty, 0, isLast));
        while (left.TryPop(out var next))
        {
            if (!_drawn.Add(next.Span))
            {
                continue;
            }

            var note = next.Depth > 0 || (next.Span.ParentId is null && !isRing) ? null : isRing ? "its own ancestor" : $"parent {next.Span.ParentId} is missing";
            var isFlat = next.Lines.Length + Indent > _width / 3;
            new SpanLine(_text, _width, colors).Write(next.Span, $"{next.Lines}{(next.IsLast ? "└─ " : "├─ ")}", isFlat ? next.Depth : null, note);

            // Deeper than a third of the width the lines go on one below the other, with their depth in numbers.
            var lines = isFlat ? next.Lines : next.Lines + (next.IsLast ? "   " : "│  ");
            var children = trace.ChildrenOf(next.Span);
            for (var i = children.Count - 1; i >= 0; i--)
            {
                left.Push((children[i], lines, next.Depth + 1, i == children.Count - 1));
            }
        }
    }
}
