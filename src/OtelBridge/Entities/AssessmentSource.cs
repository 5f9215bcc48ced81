namespace OtelBridge.Entities;

/// <summary>Who judged, by kind and name.</summary>
/// <param name="SourceType">The kind.</param>
/// <param name="SourceId">A person's name or address, a model, a program.</param>
public sealed record AssessmentSource(AssessmentSourceType SourceType, string SourceId = "default")
{
    /// <summary>Makes a source of MLflow's name for its kind.</summary>
    /// <param name="sourceType"><c>HUMAN</c>, <c>LLM_JUDGE</c>, <c>CODE</c> or <c>SOURCE_TYPE_UNSPECIFIED</c>, in any letter case; <c>AI_JUDGE</c>, MLflow's older name, means <c>LLM_JUDGE</c>.</param>
    /// <param name="sourceId">A person's name or address, a model, a program.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: there is no such kind.</exception>
    public static AssessmentSource Of(string sourceType, string sourceId = "default") => new(
        sourceType?.ToUpperInvariant() switch
        {
            "HUMAN" => AssessmentSourceType.Human,
            "LLM_JUDGE" or "AI_JUDGE" => AssessmentSourceType.LlmJudge,
            "CODE" => AssessmentSourceType.Code,
            "SOURCE_TYPE_UNSPECIFIED" => AssessmentSourceType.Unspecified,
            _ => throw new MlflowException(
                $"Invalid assessment source type: '{sourceType}'. It is one of HUMAN, LLM_JUDGE, CODE, SOURCE_TYPE_UNSPECIFIED.", MlflowErrorCode.InvalidParameterValue),
        },
        sourceId);
}
