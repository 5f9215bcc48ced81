namespace OtelBridge.Export;

/// <summary>A request with spans that was not taken.</summary>
internal sealed class SendException(SendFailure failure, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public SendFailure Failure { get; } = failure;

    /// <summary>Gets the status of HTTP that was answered; null for another wire, or when there was no answer.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Gets when the server asked to be tried again: <c>Retry-After</c>, or <c>RetryInfo</c> of gRPC.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
