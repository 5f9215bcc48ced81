namespace OtelBridge.Web.Charts;

/// <summary>What values are.</summary>
public enum ChartUnit
{
    /// <summary>Whole things.</summary>
    Count,

    /// <summary>Nanoseconds.</summary>
    Duration,

    /// <summary>Picodollars.</summary>
    Cost,

    /// <summary>Parts of one, shown as percents.</summary>
    Share,

    /// <summary>Plain numbers.</summary>
    Number,

    /// <summary>Bytes.</summary>
    Bytes,
}
