using Microsoft.Extensions.Logging;
using OtelBridge.Grpc;

namespace OtelBridge.Server.Diagnostics;

/// <summary>What the receiving endpoints log: event ids 1000 to 1999. Never the content of a request.</summary>
internal static partial class ReceiveLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "{Path} failed")]
    public static partial void Failed(ILogger logger, string path, Exception exception);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Debug, Message = "{Path} was refused with {Status}: {Reason}")]
    public static partial void Refused(ILogger logger, string path, GrpcStatusCode status, string reason);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Debug, Message = "{Path} was cancelled by the caller")]
    public static partial void Cancelled(ILogger logger, string path);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "{Path} could not be served for now: {Reason}")]
    public static partial void Unavailable(ILogger logger, string path, string reason);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Warning, Message = "Refused {Count} span(s) of a request; the answer told the sender why")]
    public static partial void SpansRefused(ILogger logger, long count);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Warning, Message = "Trace {TraceId} was left out of an answer: it cannot be read")]
    public static partial void Unreadable(ILogger logger, string traceId, Exception exception);

    /// <summary>Logs a fault at the level that its cause deserves.</summary>
    public static void Fault(ILogger logger, string path, in Fault fault, Exception exception)
    {
        if (fault.IsUnexpected)
        {
            Failed(logger, path, exception);
        }
        else if (fault.Status == GrpcStatusCode.Unavailable)
        {
            Unavailable(logger, path, fault.Message);
        }
        else
        {
            Refused(logger, path, fault.Status, fault.Message);
        }
    }
}
