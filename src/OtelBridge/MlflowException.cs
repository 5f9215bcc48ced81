namespace OtelBridge;

/// <summary>A request to the tracking server, or a wrong call of this library, failed.</summary>
/// <remarks>The one exception type of calls that ask a server. Tracing itself (spans, <c>[Trace]</c>, setters) never throws.</remarks>
public sealed class MlflowException : Exception
{
    /// <summary>Makes an exception.</summary>
    /// <param name="message">What was wrong and what to do.</param>
    /// <param name="errorCode">MLflow's error code, see <see cref="MlflowErrorCode"/>.</param>
    /// <param name="innerException">What caused it.</param>
    public MlflowException(string message, string errorCode = MlflowErrorCode.InternalError, Exception? innerException = null)
        : base(message, innerException) => ErrorCode = errorCode;

    /// <summary>Gets MLflow's error code.</summary>
    public string ErrorCode { get; }

    /// <summary>Gets when the server asked to be tried again.</summary>
    internal TimeSpan? RetryAfter { get; init; }
}
