using OtelBridge.Attributes;
using OtelBridge.Masking;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Masking;

/// <summary>Masks a trace record that is stored, as far as it does not follow from its spans.</summary>
internal static class StoredInfoMasking
{
    /// <summary>The record as it may be said.</summary>
    /// <param name="mask">The rules.</param>
    /// <param name="info">The record.</param>
    /// <param name="spans">The spans as they may be stored.</param>
    public static TraceInfo Mask(FieldMask mask, TraceInfo info, IReadOnlyList<SpanRow> spans)
    {
        var (shown, budget) = (info.Clone(), BatchMasking.Budget(info));

        // A preview that spans say is of masked values, and cut off: it cannot always be read again.
        if (info.HasRequestPreview && !spans.Any(span => span.Root?.RequestPreview == info.RequestPreview))
        {
            shown.RequestPreview = Stored(mask, MaskPlaces.Attributes, MlflowKeys.TraceRequestPreview, info.RequestPreview, budget);
        }

        if (info.HasResponsePreview && !spans.Any(span => span.Root?.ResponsePreview == info.ResponsePreview))
        {
            shown.ResponsePreview = Stored(mask, MaskPlaces.Attributes, MlflowKeys.TraceResponsePreview, info.ResponsePreview, budget);
        }

        if (info.HasClientRequestId && !spans.Any(span => span.Root?.ClientRequestId == info.ClientRequestId))
        {
            shown.ClientRequestId = Stored(mask, MaskPlaces.Attributes, MlflowKeys.TraceClientRequestId, info.ClientRequestId, budget);
        }

        RecordMasking.Mask(mask, MaskPlaces.Tags, shown.Tags, budget);
        RecordMasking.Mask(mask, MaskPlaces.Metadata, shown.Metadata, budget);
        foreach (var key in info.Metadata.Keys.Where(key => !shown.Metadata.ContainsKey(key)))
        {
            shown.Metadata[key] = string.Empty; // it can be said anew, and not be taken back
        }

        for (var i = 0; i < shown.Assessments.Count; i++)
        {
            shown.Assessments[i] = RecordMasking.Mask(mask, shown.Assessments[i]);
        }

        return shown;
    }

    private static string Stored(FieldMask mask, MaskPlaces place, string key, string text, MaskBudget budget) =>
        RecordMasking.Text(mask, place, key, text, budget) ?? MaskEffect.DefaultReplacement;
}
