using Google.Protobuf.Collections;
using OtelBridge.Attributes;
using OtelBridge.Masking;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Masking;

/// <summary>Masks what is said of traces, runs and experiments besides spans. What is given stays as it is; copies come back.</summary>
internal static class RecordMasking
{
    public static TraceRecord Mask(FieldMask mask, TraceRecord record)
    {
        if (mask.IsEmpty)
        {
            return record;
        }

        var (copy, budget) = (record.Clone(), BatchMasking.Budget(record));
        if (record.HasRequestPreview)
        {
            copy.ClearRequestPreview();
            if (Preview(mask, MlflowKeys.TraceRequestPreview, record.RequestPreview, budget) is { } preview)
            {
                copy.RequestPreview = preview;
            }
        }

        if (record.HasResponsePreview)
        {
            copy.ClearResponsePreview();
            if (Preview(mask, MlflowKeys.TraceResponsePreview, record.ResponsePreview, budget) is { } preview)
            {
                copy.ResponsePreview = preview;
            }
        }

        if (record.HasClientRequestId)
        {
            copy.ClientRequestId = Text(mask, MaskPlaces.Attributes, MlflowKeys.TraceClientRequestId, record.ClientRequestId, budget) ?? string.Empty;
        }

        Mask(mask, MaskPlaces.Tags, copy.Tags, budget);
        Mask(mask, MaskPlaces.Metadata, copy.Metadata, budget);
        foreach (var assessment in copy.Assessments)
        {
            MaskInPlace(mask, assessment, budget);
        }

        return copy;
    }

    public static Assessment Mask(FieldMask mask, Assessment assessment)
    {
        if (mask.IsEmpty)
        {
            return assessment;
        }

        var copy = assessment.Clone();
        MaskInPlace(mask, copy, BatchMasking.Budget(assessment));
        return copy;
    }

    /// <summary>Masks the values of a map; those that are to be left out go.</summary>
    public static void Mask(FieldMask mask, MaskPlaces place, MapField<string, string> map, MaskBudget budget)
    {
        foreach (var (key, value) in map.ToList())
        {
            if (Text(mask, place, key, value, budget) is not { } shown)
            {
                map.Remove(key);
            }
            else if (shown != value)
            {
                map[key] = shown;
            }
        }
    }

    /// <summary>A text; null when it is to be left out.</summary>
    public static string? Text(FieldMask mask, MaskPlaces place, string? key, string text, MaskBudget budget) =>
        text.Length > 0 && mask.Of(place, key) is { } rules ? rules.Text(text, budget) : text;

    /// <summary>A preview, cut off as it mostly is. One that cannot be judged is left out: the spans say another one.</summary>
    public static string? Preview(FieldMask mask, string key, string preview, MaskBudget budget) =>
        Text(mask, MaskPlaces.Attributes, key, preview, budget) is { } shown && !shown.Contains(TextMask.NotJudged, StringComparison.Ordinal) ? shown : null;

    private static void MaskInPlace(FieldMask mask, Assessment assessment, MaskBudget budget)
    {
        if (assessment.Feedback is { } feedback)
        {
            feedback.Value = Value(mask, assessment.Name, feedback.Value, budget);
            if (feedback.Error is { } error)
            {
                error.ErrorMessage = Said(mask, assessment, error.ErrorMessage, budget);
                error.StackTrace = Said(mask, assessment, error.StackTrace, budget);
            }
        }
        else if (assessment.Expectation is { } expectation)
        {
            expectation.Value = Value(mask, assessment.Name, expectation.Value, budget);
        }

        if (assessment.HasRationale)
        {
            assessment.Rationale = Said(mask, assessment, assessment.Rationale, budget);
        }

        assessment.SourceId = Said(mask, assessment, assessment.SourceId, budget);
        Mask(mask, MaskPlaces.Assessments, assessment.Metadata, budget);
    }

    private static string Said(FieldMask mask, Assessment assessment, string text, MaskBudget budget) => Text(mask, MaskPlaces.Assessments, assessment.Name, text, budget) ?? string.Empty;

    // JSON; nobody may leave it out.
    private static string Value(FieldMask mask, string name, string json, MaskBudget budget) =>
        json.Length > 0 && mask.Of(MaskPlaces.Assessments, name) is { } rules ? rules.Text(json, budget, isJson: true) ?? "\"\"" : json;
}
