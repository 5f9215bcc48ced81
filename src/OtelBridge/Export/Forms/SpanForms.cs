using OtelBridge.Configuration;
using OtelBridge.Export.Dialects;
using OtelBridge.Export.Masking;
using OtelBridge.Export.Sampling;
using OtelBridge.Export.Writing;

namespace OtelBridge.Export.Forms;

/// <summary>Makes the form of a destination's spans.</summary>
internal static class SpanForms
{
    public static SpanForm Of(DestinationSettings settings)
    {
        var toMlflow = settings.Kind == ExportDestinationKind.Mlflow;
        return new SpanForm(toMlflow ? AttributeForm.Native : AttributeForm.Text, settings.Limits, [.. Changes(settings)], WithRecords: toMlflow);
    }

    // Masks come first: what others make of a span, they make of what may be seen.
    private static IEnumerable<ISpanChange> Changes(DestinationSettings settings)
    {
        if (settings.Masks is { } masks)
        {
            yield return SpanMask.Of(masks);
        }

        if (settings.Sampling is not null)
        {
            yield return new SamplingMark(settings);
        }

        // A span is in MLflow's words already.
        if (settings.Dialects != SpanDialects.Mlflow)
        {
            yield return new DialectChange(settings.Dialects, ContentRule.Of(settings));
        }
    }
}
