namespace OtelBridge.Web.Charts;

/// <summary>How a series looks. Each differs from the others by more than its colour: by its pattern or its dashes.</summary>
public enum ChartTone
{
    /// <summary>What a chart is about.</summary>
    Main,

    /// <summary>Failures.</summary>
    Error,

    /// <summary>The second of several.</summary>
    Second,

    /// <summary>The third of several.</summary>
    Third,
}
