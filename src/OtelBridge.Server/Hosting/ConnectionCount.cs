using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace OtelBridge.Server.Hosting;

/// <summary>Counts the connections of a listener, and says when there are as many as there may be. Once a minute: to say it of each that is closed would make a flood of them one of the log.</summary>
internal sealed partial class ConnectionCount(ListenerRole role, int limit, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromMinutes(1);

    private int _open;
    private long _warnAfter = long.MinValue;

    public void Watch(ListenOptions listener) => listener.Use(next => async connection =>
    {
        try
        {
            if (Interlocked.Increment(ref _open) >= limit)
            {
                Warn();
            }

            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    });

    [LoggerMessage(EventId = 1104, Level = LogLevel.Warning, Message = "The listener {Listener} has {Limit} connections, as many as it may; more are closed as they come")]
    private static partial void Full(ILogger logger, string listener, int limit);

    private void Warn()
    {
        var (now, after) = (time.GetUtcNow().UtcTicks, Volatile.Read(ref _warnAfter));
        if (now >= after && Interlocked.CompareExchange(ref _warnAfter, now + BetweenWarnings.Ticks, after) == after)
        {
            Full(logger, ListenerNames.Of(role), limit);
        }
    }
}
