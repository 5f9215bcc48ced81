using OtelBridge.Dialects;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation;

namespace OtelBridge.Web.Comparison;

/// <summary>A span of one of the two traces, with what comparing needs to know of it.</summary>
internal sealed class ComparedSpan
{
    private readonly List<ComparedSpan> _children = []; // bounded by the spans of the trace

    public ComparedSpan(SpanNode node, string traceId, bool readsContent)
    {
        var view = SpanView.Of(node.Span, traceId);
        Span = node.Span;
        Type = view.Type ?? "";
        Tokens = view.TokenUsage;
        Cost = view.Cost?.Total ?? node.Cost?.Total;
        Inputs = readsContent ? TextHash(view.Inputs) : 0;
        Outputs = readsContent ? TextHash(view.Outputs) : 0;
        Item = new AlignmentItem(Mix(TextHash(Name), TextHash(Type)), 0, Inputs);
    }

    public Span Span { get; }

    public string Name => Span.Name;

    public string Id => Hex.Write(Span.SpanId.Span);

    /// <summary>Gets the type; empty when the span says nothing of it.</summary>
    public string Type { get; }

    public SpanTokenUsage? Tokens { get; }

    /// <summary>Gets the cost in picodollars; null when that is not known.</summary>
    public long? Cost { get; }

    /// <summary>Gets how long it took; null while it has not ended.</summary>
    public long? DurationNano => Span.EndTimeUnixNano == 0 ? null
        : Span.EndTimeUnixNano <= Span.StartTimeUnixNano ? 0 : (long)Math.Min(Span.EndTimeUnixNano - Span.StartTimeUnixNano, long.MaxValue);

    public bool HasFailed => Span.Status?.Code == Status.Types.StatusCode.Error;

    /// <summary>Gets a hash of its inputs; zero when they were not read.</summary>
    public ulong Inputs { get; }

    /// <summary>Gets a hash of its outputs; zero when they were not read.</summary>
    public ulong Outputs { get; }

    /// <summary>Gets what its alignment goes by.</summary>
    public AlignmentItem Item { get; private set; }

    public IReadOnlyList<ComparedSpan> Children => _children;

    public void Add(ComparedSpan child) => _children.Add(child);

    /// <summary>Sees what lies below; called when all of that has been seen.</summary>
    public void SeeShape()
    {
        var shape = Mix(Item.Label, 1);
        foreach (var child in _children)
        {
            shape = Mix(shape, child.Item.Shape);
        }

        Item = Item with { Shape = shape };
    }

    // For this process alone, so the runtime's own hash will do; equal length and equal hash is equal enough to say "the same".
    private static ulong TextHash(string? text) => text is null ? 1 : ((ulong)text.Length << 32) | (uint)string.GetHashCode(text);

    private static ulong Mix(ulong a, ulong b)
    {
        var mixed = (a ^ (b + 0x9E3779B97F4A7C15UL + (a << 6) + (a >> 2))) * 0xBF58476D1CE4E5B9UL;
        return mixed ^ (mixed >> 31);
    }
}
