using System.Diagnostics;

namespace OtelBridge.Masking;

/// <summary>How long values that are masked together may take. What has its turn after that is not judged, and masked whole.</summary>
internal sealed class MaskBudget(TimeSpan time)
{
    /// <summary>The time for the values of one span.</summary>
    public static readonly TimeSpan SpanTime = TimeSpan.FromSeconds(2);

    private readonly long _start = Stopwatch.GetTimestamp();

    public MaskBudget()
        : this(SpanTime)
    {
    }

    public bool IsOver => Stopwatch.GetElapsedTime(_start) > time;
}
