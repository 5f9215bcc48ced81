namespace OtelBridge.Web.Charts;

/// <summary>How values become marks.</summary>
public enum ChartForm
{
    /// <summary>Bars, one series on top of the other: for what adds up.</summary>
    Bars,

    /// <summary>Lines, with gaps where there is no value: for what does not add up.</summary>
    Lines,
}
