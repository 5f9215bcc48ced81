namespace OtelBridge.Grpc;

/// <summary>A call that ended with a status other than OK.</summary>
/// <remarks>
/// Thrown by the client for whatever status it received or concluded (a refused connection is <see cref="GrpcStatusCode.Unavailable"/>).
/// Thrown by a handler on the server to answer with that status; the message goes to the caller as it is.
/// </remarks>
public sealed class GrpcException : Exception
{
    /// <summary>Makes an exception of a status and its message.</summary>
    public GrpcException(GrpcStatusCode status, string message, Exception? innerException = null)
        : base(message, innerException) => Status = status;

    /// <summary>The status of the call.</summary>
    public GrpcStatusCode Status { get; }

    /// <summary>When the server asked to be tried again: <c>RetryInfo</c> of its status.</summary>
    /// <value>Null when it did not say.</value>
    public TimeSpan? RetryAfter { get; init; }
}
