using OtelBridge.Tracing;

namespace OtelBridge.Entities;

/// <summary>Why a judgement could not be made.</summary>
/// <param name="ErrorCode">A short name, such as the type of the exception.</param>
/// <param name="ErrorMessage">What went wrong.</param>
/// <param name="StackTrace">Where; at most the last 10,000 characters are kept.</param>
public sealed record AssessmentError(string ErrorCode, string? ErrorMessage = null, string? StackTrace = null)
{
    private const int MaxStackTrace = 10_000;
    private const string CutMark = "[truncated]…";

    /// <summary>Makes an error of an exception: the name of its type, its message, and the end of its stack trace.</summary>
    /// <param name="exception">The exception.</param>
    public static AssessmentError FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var stack = exception.StackTrace;
        return new AssessmentError(
            exception.GetType().Name,
            ExceptionText.Message(exception),
            stack is { Length: > MaxStackTrace } ? string.Concat(CutMark, stack.AsSpan(stack.Length - MaxStackTrace + CutMark.Length)) : stack);
    }
}
