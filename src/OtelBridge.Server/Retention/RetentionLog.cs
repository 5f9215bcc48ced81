using Microsoft.Extensions.Logging;

namespace OtelBridge.Server.Retention;

/// <summary>What retention does.</summary>
internal static partial class RetentionLog
{
    [LoggerMessage(EventId = 3001, Level = LogLevel.Information, Message = "Retention deleted {TooOld} traces of experiment {Experiment} for their age and {TooMuch} for the size of all")]
    public static partial void Deleted(ILogger logger, string experiment, long tooOld, long tooMuch);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, Message = "Experiment {Experiment} keeps its traces for ever: its tag {Tag} cannot be read; write an age such as 30d, a size such as 10GB, or forever")]
    public static partial void BadTag(ILogger logger, string experiment, string tag);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "Retention could not go on and tries again in a minute: {Reason}")]
    public static partial void Unavailable(ILogger logger, string reason);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Error, Message = "Retention failed and tries again in a minute")]
    public static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Warning, Message = "The clock has jumped {Ahead} ahead; what that makes too old is deleted after an hour, if the clock stays there")]
    public static partial void Doubted(ILogger logger, TimeSpan ahead);
}
