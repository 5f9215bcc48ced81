using OtelBridge.Export.Writing;

namespace OtelBridge.Export.Forms;

/// <summary>How one destination wants its spans: in which tongue, how much of them, and what of them nobody there may see.</summary>
/// <param name="Values">How values that are JSON are written.</param>
/// <param name="Limits">The most of a span that is ever written.</param>
/// <param name="Changes">What is done to each span, in this order.</param>
/// <param name="WithRecords">Whether a record of the whole trace goes with each root span.</param>
internal sealed record SpanForm(AttributeForm Values, SpanTrim Limits, IReadOnlyList<ISpanChange> Changes, bool WithRecords = false)
{
    /// <summary>The span as it is.</summary>
    public static SpanForm Plain { get; } = new(AttributeForm.Text, SpanTrim.None, []);
}
