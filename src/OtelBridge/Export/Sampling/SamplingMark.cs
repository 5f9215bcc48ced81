using System.Diagnostics;
using OtelBridge.Configuration;
using OtelBridge.Export.Forms;

namespace OtelBridge.Export.Sampling;

/// <summary>Says in the trace state of each span how many spans it stands for, so that who counts spans can count right.</summary>
internal sealed class SamplingMark(DestinationSettings settings) : ISpanChange
{
    private const string Property = "otelbridge.kept.";

    private readonly Threshold _threshold = Threshold.Of(settings.Sampling?.Ratio ?? 1);
    private readonly string _property = Property + settings.Name;

    /// <summary>Notes that a span was kept for what is in its trace, or since it could not wait: it stands for itself alone.</summary>
    public static void Exempt(Activity span, string destination) => span.SetCustomProperty(Property + destination, Property);

    public void Apply(SpanDraft draft)
    {
        var isExempt = _threshold.IsNone || draft.Span.GetCustomProperty(_property) is not null;
        draft.TraceState = OtTraceState.With(draft.TraceState, isExempt ? Threshold.All : _threshold);
    }
}
