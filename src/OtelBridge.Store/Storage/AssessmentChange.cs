using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage;

/// <summary>Changes one field of an assessment. The rules of every backend.</summary>
public static class AssessmentChange
{
    private const string Name = "name";
    private const string Feedback = "feedback";
    private const string Expectation = "expectation";
    private const string Rationale = "rationale";
    private const string Metadata = "metadata";
    private const string Valid = "valid";

    /// <summary>Gets the fields that may change; the others stay as they were made.</summary>
    public static IReadOnlyList<string> Fields { get; } = [Name, Feedback, Expectation, Rationale, Metadata, Valid];

    /// <summary>Takes over one field.</summary>
    /// <param name="assessment">What is stored.</param>
    /// <param name="change">What it is to become.</param>
    /// <param name="field">One of <see cref="Fields"/>; others are passed over.</param>
    /// <exception cref="RefusedChangeException">A feedback does not become an expectation, nor the other way round.</exception>
    internal static void Apply(Assessment assessment, Assessment change, string field)
    {
        switch (field)
        {
            case Name:
                assessment.Name = change.Name;
                break;
            case Feedback when assessment.KindCase != Assessment.KindOneofCase.Feedback:
            case Expectation when assessment.KindCase != Assessment.KindOneofCase.Expectation:
                throw new RefusedChangeException(
                    $"The assessment '{assessment.AssessmentId}' is no {field}: a feedback does not become an expectation, nor the other way round. Make a new one.");
            case Feedback:
                assessment.Feedback = change.Feedback ?? new Feedback();
                break;
            case Expectation:
                assessment.Expectation = change.Expectation ?? new Expectation();
                break;
            case Rationale when change.HasRationale:
                assessment.Rationale = change.Rationale;
                break;
            case Rationale:
                assessment.ClearRationale();
                break;
            case Metadata:
                assessment.Metadata.MergeFrom(change.Metadata);
                break;
            case Valid:
                assessment.Valid = !change.HasValid || change.Valid;
                break;
        }
    }
}
