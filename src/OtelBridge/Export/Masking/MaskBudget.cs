using System.Diagnostics;

namespace OtelBridge.Export.Masking;

/// <summary>How long the values of one span may take. What has its turn after that is not judged, and masked whole.</summary>
internal sealed class MaskBudget
{
    private static readonly TimeSpan SpanTime = TimeSpan.FromSeconds(2);

    private readonly long _start = Stopwatch.GetTimestamp();

    public bool IsOver => Stopwatch.GetElapsedTime(_start) > SpanTime;
}
