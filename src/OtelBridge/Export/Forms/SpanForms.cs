using OtelBridge.Configuration;
using OtelBridge.Export.Dialects;
using OtelBridge.Export.Writing;

namespace OtelBridge.Export.Forms;

/// <summary>Makes the form of a destination's spans.</summary>
internal static class SpanForms
{
    public static SpanForm Of(DestinationSettings settings)
    {
        var limits = settings.MaxValueLength is { } length ? SpanTrim.None with { MaxValueLength = length } : SpanTrim.None;
        var toMlflow = settings.Kind == ExportDestinationKind.Mlflow;
        return new SpanForm(toMlflow ? AttributeForm.Native : AttributeForm.Text, limits, [.. Dialects(settings, limits)], WithRecords: toMlflow);
    }

    // A span is in MLflow's words already.
    private static IEnumerable<ISpanChange> Dialects(DestinationSettings settings, SpanTrim limits) =>
        settings.Dialects == SpanDialects.Mlflow
            ? []
            : [new DialectChange(settings.Dialects, new ContentRule(settings.CapturesContent, limits.MaxValueLength))];
}
