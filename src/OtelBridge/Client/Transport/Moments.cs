namespace OtelBridge.Client.Transport;

/// <summary>Times as servers write them: milliseconds since 1970, and 0 for none.</summary>
internal static class Moments
{
    private static readonly long Least = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Most = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Reads a time; one that no calendar has is moved to its end.</summary>
    public static DateTimeOffset? OfMilliseconds(long milliseconds) =>
        milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, Least, Most));
}
