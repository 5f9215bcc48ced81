namespace OtelBridge.Entities.Json;

/// <summary>The kind of who judged, as text.</summary>
internal static class AssessmentSourceText
{
    public static string Write(AssessmentSourceType type) => type switch
    {
        AssessmentSourceType.Human => "HUMAN",
        AssessmentSourceType.LlmJudge => "LLM_JUDGE",
        AssessmentSourceType.Code => "CODE",
        _ => "SOURCE_TYPE_UNSPECIFIED",
    };

    /// <summary>Reads a kind in any letter case; <c>AI_JUDGE</c> is MLflow's older name of <c>LLM_JUDGE</c>.</summary>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when it is none.</exception>
    public static AssessmentSourceType Read(string? type) => type?.ToUpperInvariant() switch
    {
        "HUMAN" => AssessmentSourceType.Human,
        "LLM_JUDGE" or "AI_JUDGE" => AssessmentSourceType.LlmJudge,
        "CODE" => AssessmentSourceType.Code,
        null or "" or "SOURCE_TYPE_UNSPECIFIED" => AssessmentSourceType.Unspecified,
        _ => throw BadJson.Error($"The assessment's source type {BadJson.Quote(type)} is none of HUMAN, LLM_JUDGE, CODE."),
    };
}
