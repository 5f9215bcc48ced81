namespace OtelBridge.Entities;

/// <summary>Who judged.</summary>
public enum AssessmentSourceType
{
    /// <summary>Nobody has said.</summary>
    Unspecified,

    /// <summary>A person.</summary>
    Human,

    /// <summary>A model that was asked to judge.</summary>
    LlmJudge,

    /// <summary>A program.</summary>
    Code,
}
