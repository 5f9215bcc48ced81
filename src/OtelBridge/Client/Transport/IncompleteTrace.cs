namespace OtelBridge.Client.Transport;

/// <summary>The failure of reading a trace too early.</summary>
internal static class IncompleteTrace
{
    public static MlflowException Of(string traceId) => new(
        $"Trace with ID {traceId} is not fully exported yet, please try again later.", MlflowErrorCode.ResourceDoesNotExist);
}
