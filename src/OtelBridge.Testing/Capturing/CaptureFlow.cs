namespace OtelBridge.Testing.Capturing;

/// <summary>The captures that the calling flow is in, the innermost first.</summary>
/// <param name="Capture">One of them.</param>
/// <param name="Outer">Those around it.</param>
internal sealed record CaptureFlow(SpanLedger Capture, CaptureFlow? Outer)
{
    private static readonly AsyncLocal<CaptureFlow?> Flow = new();

    public static CaptureFlow? Current => Flow.Value;

    public static void Enter(SpanLedger capture) => Flow.Value = new CaptureFlow(capture, Flow.Value);

    /// <summary>Leaves a capture, also one that is not the innermost.</summary>
    public static void Leave(SpanLedger capture) => Flow.Value = Without(Flow.Value, capture);

    public bool Has(SpanLedger capture)
    {
        for (var at = this; at is not null; at = at.Outer)
        {
            if (ReferenceEquals(at.Capture, capture))
            {
                return true;
            }
        }

        return false;
    }

    private static CaptureFlow? Without(CaptureFlow? flow, SpanLedger capture) => flow switch
    {
        null => null,
        _ when ReferenceEquals(flow.Capture, capture) => flow.Outer,
        _ => flow with { Outer = Without(flow.Outer, capture) },
    };
}
