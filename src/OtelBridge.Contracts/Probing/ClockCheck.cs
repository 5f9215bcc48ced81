using System.Globalization;

namespace OtelBridge.Probing;

/// <summary>Whether the server's clock and ours agree: traces are found by time.</summary>
internal static class ClockCheck
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);

    /// <param name="date">What the server says; null when it does not, as gRPC servers may.</param>
    /// <param name="notes">Take what is found.</param>
    /// <param name="time">Our clock.</param>
    public static void Run(DateTimeOffset? date, ProbeNotes notes, TimeProvider time)
    {
        if (date is not { } server)
        {
            return;
        }

        var ahead = time.GetUtcNow() - server;
        var seconds = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(ahead.TotalSeconds):0} s");
        if (ahead.Duration() > Tolerance)
        {
            notes.Add(
                EndpointFaults.ClockSkew,
                $"our clock is {seconds} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the server's",
                "Synchronise both clocks (NTP): traces are searched and kept by time.");
        }
        else
        {
            notes.Ok("clock", $"within {seconds} of the server's");
        }
    }
}
