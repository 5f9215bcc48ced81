namespace OtelBridge.Web.Dashboard;

/// <summary>The traces that have most of something.</summary>
/// <param name="Title">What of.</param>
/// <param name="All">The list of all traces in this order.</param>
/// <param name="Rows">The first of them.</param>
public sealed record OutlierList(string Title, string All, IReadOnlyList<OutlierRow> Rows);
