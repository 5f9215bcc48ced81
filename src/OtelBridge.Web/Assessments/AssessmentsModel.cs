using OtelBridge.Tracking.V1;
using OtelBridge.Web.Content;

namespace OtelBridge.Web.Assessments;

/// <summary>What was said of a trace and of one of its spans.</summary>
/// <param name="TraceId">The trace.</param>
/// <param name="SpanId">The span; empty where only the trace is looked at.</param>
/// <param name="Rows">What was said, the latest first.</param>
/// <param name="Total">How much was said in all.</param>
/// <param name="Names">Names that were used before.</param>
/// <param name="Back">Where one looks at it.</param>
public sealed record AssessmentsModel(string TraceId, string SpanId, IReadOnlyList<AssessmentRow> Rows, int Total, IReadOnlyList<string> Names, string Back)
{
    private const int MaxRows = 100;
    private const int MaxReplaced = 20;
    private const ulong NanosPerMilli = 1_000_000;

    /// <summary>Makes the model.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="spanId">The span that is looked at; empty for none.</param>
    /// <param name="withTrace">Whether what was said of the whole trace belongs here too.</param>
    /// <param name="back">Where one looks at it.</param>
    /// <param name="names">Names that assessments have elsewhere.</param>
    public static AssessmentsModel Of(TraceInfo trace, string spanId, bool withTrace, string back, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(spanId);
        var all = trace.Assessments.Where(item => item.SpanId.Length == 0 ? withTrace || spanId.Length == 0 : item.SpanId.Equals(spanId, StringComparison.OrdinalIgnoreCase)).ToList();
        var replaced = all.Where(static item => item.HasValid && !item.Valid).ToDictionary(static item => item.AssessmentId);
        var current = all.Where(item => !replaced.ContainsKey(item.AssessmentId)).OrderByDescending(static item => item.CreateTimeMs).ToList();
        return new AssessmentsModel(
            trace.TraceId,
            spanId,
            [.. current.Take(MaxRows).Select(item => Row(item) with { Replaced = [.. Chain(item, replaced).Select(Row)] })],
            current.Count,
            [.. all.Select(static item => item.Name).Concat(names).Distinct().Order(StringComparer.Ordinal)],
            back);
    }

    // What an assessment replaced, and what that replaced.
    private static IEnumerable<Assessment> Chain(Assessment assessment, Dictionary<string, Assessment> replaced)
    {
        for (var i = 0; i < MaxReplaced && assessment.Overrides.Length > 0 && replaced.TryGetValue(assessment.Overrides, out var before); i++)
        {
            yield return assessment = before;
        }
    }

    private static AssessmentRow Row(Assessment assessment)
    {
        var isExpectation = assessment.KindCase == Assessment.KindOneofCase.Expectation;
        var value = isExpectation ? assessment.Expectation.Value : assessment.Feedback?.Value ?? "";
        var error = assessment.Feedback?.Error;
        return new AssessmentRow(assessment.AssessmentId, assessment.Name, TextCut.Of(AssessmentValueReading.Shown(value), ContentLimits.Value))
        {
            Tone = isExpectation ? "" : value switch { "true" => "good", "false" => "bad", _ => "" },
            IsExpectation = isExpectation,
            IsOfSpan = assessment.SpanId.Length > 0,
            Source = SourceOf(assessment),
            Rationale = TextCut.Of(assessment.Rationale, ContentLimits.Value),
            Error = TextCut.Of(error is null ? "" : $"{error.ErrorCode} {error.ErrorMessage}".Trim(), ContentLimits.Value),
            TimeUnixNano = (ulong)Math.Clamp(assessment.LastUpdateTimeMs, 0, (long)(ulong.MaxValue / NanosPerMilli / 2)) * NanosPerMilli,
            Form = AssessmentForm.Of(assessment),
        };
    }

    private static string SourceOf(Assessment assessment) => (assessment.SourceType, assessment.SourceId) switch
    {
        (AssessmentSourceType.Human, "default" or "") => "a person",
        (AssessmentSourceType.Human, var id) => id,
        (AssessmentSourceType.LlmJudge, var id) => $"judge {id}".Trim(),
        (AssessmentSourceType.Code, var id) => $"code {id}".Trim(),
        var (_, id) => id,
    };
}
