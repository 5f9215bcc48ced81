namespace OtelBridge.Tracing.Replay;

/// <summary>When something that has happened already started and ended.</summary>
internal static class LoggedTime
{
    /// <summary>The end of what took some time; where no start is given it ends now. Times that no calendar has are moved into it.</summary>
    public static DateTimeOffset End(ref DateTimeOffset? start, TimeSpan took)
    {
        took = took < TimeSpan.Zero ? TimeSpan.Zero : took;
        if (start is not { } given)
        {
            var now = TimeProvider.System.GetUtcNow();
            start = took < now - DateTimeOffset.UnixEpoch ? now - took : DateTimeOffset.UnixEpoch;
            return now;
        }

        return took < DateTimeOffset.MaxValue - given ? given + took : DateTimeOffset.MaxValue;
    }
}
