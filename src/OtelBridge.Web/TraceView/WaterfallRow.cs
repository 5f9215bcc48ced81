using OtelBridge.Identifiers;
using OtelBridge.Store.Translation;

namespace OtelBridge.Web.TraceView;

/// <summary>One span of the waterfall: where it stands in the tree, and when it was.</summary>
/// <param name="view">The span.</param>
/// <param name="parent">The row above it; null at the top.</param>
/// <param name="index">Its place in the order of the tree.</param>
public sealed class WaterfallRow(SpanView view, WaterfallRow? parent, int index)
{
    public SpanView View { get; } = view;

    public WaterfallRow? Parent { get; } = parent;

    public int Index { get; } = index;

    /// <summary>Gets how deep it stands; 0 at the top.</summary>
    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>Gets its id in hex digits.</summary>
    public string Id => Hex.Write(View.Span.SpanId.Span);

    /// <summary>Gets when it began, nanoseconds since 1970.</summary>
    public long Start { get; internal set; }

    /// <summary>Gets when it ended; where it has not, until when it is drawn.</summary>
    public long End { get; internal set; }

    public long Duration => End - Start;

    /// <summary>Gets how long it ran while none of its children did.</summary>
    public long SelfTime { get; internal set; }

    /// <summary>Gets how many spans are directly below it.</summary>
    public int Children { get; internal set; }

    /// <summary>Gets its place among its siblings, from 1.</summary>
    public int Position { get; internal set; }

    /// <summary>Gets how many spans are below it.</summary>
    public int Descendants { get; internal set; }

    /// <summary>Gets how many of the spans below it failed.</summary>
    public int FailuresBelow { get; internal set; }

    public WaterfallMarks Marks { get; internal set; }

    public bool Is(WaterfallMarks mark) => (Marks & mark) != 0;
}
