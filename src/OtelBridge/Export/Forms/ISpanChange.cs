namespace OtelBridge.Export.Forms;

/// <summary>Changes what one destination gets of a span. The Activity itself, which other destinations read too, stays as it is.</summary>
/// <remarks>Thread-safe; runs on the destination's side, never on the program's.</remarks>
internal interface ISpanChange
{
    void Apply(SpanDraft draft);
}
