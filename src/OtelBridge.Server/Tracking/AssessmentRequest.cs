using OtelBridge.Store.Assessments;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>Checks assessments and what is to change in them.</summary>
internal static class AssessmentRequest
{
    private const string OldNameField = "assessment_name";

    public static Assessment Check(Assessment? assessment)
    {
        if (assessment is null)
        {
            throw TrackingRequest.Missing("assessment");
        }

        CheckName(assessment);
        CheckMetadata(assessment);
        switch (assessment.KindCase)
        {
            case Assessment.KindOneofCase.Feedback:
                CheckFeedback(assessment.Feedback);
                break;
            case Assessment.KindOneofCase.Expectation:
                CheckExpectation(assessment.Expectation);
                break;
            default:
                throw TrackingRequest.Missing("feedback' or 'expectation");
        }

        return assessment;
    }

    /// <summary>Checks the fields that a mask names, and gives the mask in the store's words.</summary>
    public static IReadOnlyList<string> CheckChange(Assessment change, IReadOnlyList<string> updateMask)
    {
        var fields = updateMask.Select(static field => field == OldNameField ? "name" : field).Distinct().ToList();
        if (fields.Count == 0)
        {
            throw TrackingRequest.Missing("update_mask");
        }

        foreach (var field in fields)
        {
            switch (field)
            {
                case "name":
                    CheckName(change);
                    break;
                case "metadata":
                    CheckMetadata(change);
                    break;
                case "feedback":
                    CheckFeedback(change.Feedback ?? throw TrackingRequest.Missing("feedback"));
                    break;
                case "expectation":
                    CheckExpectation(change.Expectation ?? throw TrackingRequest.Missing("expectation"));
                    break;
                case var other when !AssessmentChange.Fields.Contains(other):
                    throw TrackingRequest.Invalid(
                        $"'{TrackingRequest.Quote(other)}'", "update_mask", $"what may change is {string.Join(", ", AssessmentChange.Fields)}");
            }
        }

        return fields;
    }

    private static void CheckName(Assessment assessment)
    {
        if (assessment.Name.Length > AssessmentRules.MaxNameLength)
        {
            throw TrackingRequest.Invalid(
                $"'{TrackingRequest.Quote(assessment.Name)}'", "name", $"it has {assessment.Name.Length} characters and at most {AssessmentRules.MaxNameLength} are allowed");
        }
    }

    private static void CheckMetadata(Assessment assessment)
    {
        if (assessment.Metadata.Count > AssessmentRules.MaxMetadata)
        {
            throw TrackingRequest.Invalid($"of {assessment.Metadata.Count} entries", "metadata", $"at most {AssessmentRules.MaxMetadata} are allowed");
        }
    }

    private static void CheckFeedback(Feedback feedback)
    {
        if (feedback.Value.Length > 0)
        {
            CheckJson(feedback.Value, "feedback.value");
        }
        else if (feedback.Error is null)
        {
            throw TrackingRequest.Missing("feedback.value' or 'feedback.error");
        }
    }

    private static void CheckExpectation(Expectation expectation)
    {
        if (expectation.Value.Length == 0)
        {
            throw TrackingRequest.Missing("expectation.value");
        }

        CheckJson(expectation.Value, "expectation.value");
    }

    // Search compares the stored text.
    private static void CheckJson(string json, string parameter)
    {
        if (!AssessmentRules.IsValue(json))
        {
            throw TrackingRequest.Invalid($"'{TrackingRequest.Quote(json)}'", parameter, $"it is the JSON text of a value, nested at most {AssessmentRules.MaxNesting} deep; text stands in quotes");
        }
    }
}
