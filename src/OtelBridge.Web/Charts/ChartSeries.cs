namespace OtelBridge.Web.Charts;

/// <summary>One thing that a chart shows over time.</summary>
/// <param name="Name">What it is, in the words of the legend.</param>
/// <param name="Tone">How it looks.</param>
/// <param name="Values">A value for each bucket; null where there is none, which is not zero.</param>
/// <param name="Links">Where its own part of each bar leads; empty where it leads where the bucket does.</param>
public sealed record ChartSeries(string Name, ChartTone Tone, IReadOnlyList<double?> Values, IReadOnlyList<string>? Links = null);
