namespace OtelBridge.Web.Charts;

/// <summary>A value or a time beside a chart.</summary>
/// <param name="Place">Where it stands: pixels from above for a value, percents from the left for a time.</param>
/// <param name="Text">What it says.</param>
/// <param name="IsMinor">Whether it goes where there is little room.</param>
/// <param name="UnixNano">The moment, of a time.</param>
internal sealed record ChartTick(string Place, string Text, bool IsMinor = false, long UnixNano = 0);
