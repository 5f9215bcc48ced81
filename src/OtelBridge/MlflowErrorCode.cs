namespace OtelBridge;

/// <summary>MLflow's error codes that a program may want to tell apart; see <see cref="MlflowException.ErrorCode"/>.</summary>
/// <remarks>A server may answer with others: a code is any text.</remarks>
public static class MlflowErrorCode
{
    /// <summary>A value that was given cannot be used.</summary>
    public const string InvalidParameterValue = "INVALID_PARAMETER_VALUE";

    /// <summary>The call is not possible as things are.</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>What was asked for is not there.</summary>
    public const string ResourceDoesNotExist = "RESOURCE_DOES_NOT_EXIST";

    /// <summary>Something with that name is there already.</summary>
    public const string ResourceAlreadyExists = "RESOURCE_ALREADY_EXISTS";

    /// <summary>The server does not have this function.</summary>
    public const string EndpointNotFound = "ENDPOINT_NOT_FOUND";

    /// <summary>The server wants to know who asks.</summary>
    public const string Unauthenticated = "UNAUTHENTICATED";

    /// <summary>Whoever asks may not do this.</summary>
    public const string PermissionDenied = "PERMISSION_DENIED";

    /// <summary>Too much was asked for at once.</summary>
    public const string ResourceExhausted = "RESOURCE_EXHAUSTED";

    /// <summary>The server cannot be reached, or not now.</summary>
    public const string TemporarilyUnavailable = "TEMPORARILY_UNAVAILABLE";

    /// <summary>No answer came in time.</summary>
    public const string DeadlineExceeded = "DEADLINE_EXCEEDED";

    /// <summary>The server failed.</summary>
    public const string InternalError = "INTERNAL_ERROR";
}
