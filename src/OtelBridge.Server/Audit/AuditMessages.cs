using Microsoft.Extensions.Logging;

namespace OtelBridge.Server.Audit;

/// <summary>What the audit log says in the server's log.</summary>
internal static partial class AuditMessages
{
    [LoggerMessage(EventId = 3101, Level = LogLevel.Warning, Message = "The audit log cannot be written now; {Waiting} entries wait, and are written when the store is back: {Reason}")]
    public static partial void Unavailable(ILogger logger, int waiting, string reason);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Error, Message = "The audit log cannot be written; {Waiting} entries wait for the next try in a minute")]
    public static partial void Failed(ILogger logger, int waiting, Exception exception);

    [LoggerMessage(EventId = 3103, Level = LogLevel.Warning, Message = "{Count} requests have left no entry in the audit log, since too many others waited to be written")]
    public static partial void Lost(ILogger logger, long count);

    [LoggerMessage(EventId = 3104, Level = LogLevel.Information, Message = "Retention removed {Count} entries of the audit log for their age")]
    public static partial void Trimmed(ILogger logger, long count);
}
