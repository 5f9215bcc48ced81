namespace OtelBridge.Web.Dashboard;

/// <summary>A part of the dashboard that is summed up and loaded by itself, so that a slow sum holds up no other.</summary>
public enum DashboardSection
{
    /// <summary>Totals and how they went over time.</summary>
    Overview,

    /// <summary>By model.</summary>
    Models,

    /// <summary>By name of the trace.</summary>
    Names,

    /// <summary>By name or type of the span.</summary>
    Spans,

    /// <summary>The slowest traces, and the costliest.</summary>
    Outliers,

    /// <summary>What assessments say.</summary>
    Assessments,
}
