using Microsoft.Extensions.Logging;

namespace OtelBridge.Server.Health;

/// <summary>What is logged of readiness: changes, not answers.</summary>
internal static partial class HealthLog
{
    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "Not ready: {Reason}")]
    public static partial void NotReady(ILogger logger, string reason);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Debug, Message = "Ready")]
    public static partial void Ready(ILogger logger);

    [LoggerMessage(EventId = 1104, Level = LogLevel.Warning, Message = "The store of workspace {Workspace}: {Reason}")]
    public static partial void OfWorkspace(ILogger logger, string workspace, string reason);

    [LoggerMessage(EventId = 1103, Level = LogLevel.Error, Message = "The store could not be asked whether it works")]
    public static partial void Failed(ILogger logger, Exception exception);
}
