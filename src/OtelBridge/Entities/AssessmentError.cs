namespace OtelBridge.Entities;

/// <summary>Why a judgement could not be made.</summary>
/// <param name="ErrorCode">A short name, such as the type of the exception.</param>
/// <param name="ErrorMessage">What went wrong.</param>
/// <param name="StackTrace">Where; at most the last 10,000 characters are kept.</param>
public sealed record AssessmentError(string ErrorCode, string? ErrorMessage = null, string? StackTrace = null);
