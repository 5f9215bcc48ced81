using OtelBridge.Store.Search.Completion;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.Traces;

/// <summary>What one assessment says, short enough for a cell.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value for people; empty where a mark says all.</param>
/// <param name="Verdict">pass, fail, error, or empty for a value that is neither good nor bad by itself.</param>
/// <param name="Condition">What finds traces of which the same was said; empty where nothing does.</param>
public sealed record AssessmentMark(string Name, string Value, string Verdict, string Condition)
{
    private const int MaxValue = 40;

    /// <summary>The marks of a trace, by name; of several of one name the latest speaks.</summary>
    public static IReadOnlyList<AssessmentMark> Of(TraceInfo info) =>
    [
        .. info.Assessments.Where(static each => !each.HasValid || each.Valid)
            .GroupBy(static each => (each.Name, each.KindCase))
            .OrderBy(static group => group.Key.Name, StringComparer.Ordinal)
            .Select(static group => Of(group.MaxBy(static each => each.LastUpdateTimeMs)!)),
    ];

    private static AssessmentMark Of(Assessment assessment)
    {
        var (entity, json) = assessment.KindCase == Assessment.KindOneofCase.Expectation
            ? ("expectation", assessment.Expectation.Value)
            : ("feedback", assessment.Feedback?.Value ?? "");
        if (json.Length == 0)
        {
            return new AssessmentMark(assessment.Name, "failed", "error", "");
        }

        var text = json.Trim('"');
        var verdict = entity == "expectation" ? "" : text.ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "PASS" => "pass",
            "FALSE" or "NO" or "FAIL" => "fail",
            _ => "",
        };
        var condition = json.Length <= TraceRow.MaxConditionValue ? FilterWords.Is($"{entity}.{FilterWords.Key(assessment.Name)}", json) : "";
        return new AssessmentMark(assessment.Name, CellText.Cut(text, MaxValue), verdict, condition);
    }
}
