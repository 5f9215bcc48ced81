using System.Text;

namespace OtelBridge.Testing.Capturing;

/// <summary>The lines of a tree of spans: <c>AGENT triage</c>, and two blanks deeper <c>TOOL get_weather [ERROR]</c>.</summary>
internal static class SpanLines
{
    public const string Error = " [ERROR]";
    public const string Open = " [OPEN]";

    public static string Of(IEnumerable<CapturedSpan> roots)
    {
        var text = new StringBuilder();

        // As deep as the tree is, and as wide: no recursion, since spans nest as deep as a program likes.
        var left = new Stack<(CapturedSpan Span, int Depth)>(roots.Reverse().Select(static root => (root, 0)));
        while (left.TryPop(out var next))
        {
            text.Append(' ', next.Depth * 2).Append(Line(next.Span)).Append('\n');
            for (var i = next.Span.Children.Count - 1; i >= 0; i--)
            {
                left.Push((next.Span.Children[i], next.Depth + 1));
            }
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Line(CapturedSpan span) =>
        $"{span.Type} {span.Name.ReplaceLineEndings(" ")}{(span.Status == SpanStatus.Error ? Error : null)}{(span.IsOpen ? Open : null)}";
}
