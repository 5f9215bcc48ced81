namespace OtelBridge.Web.Dashboard;

/// <summary>A column of sums by a value.</summary>
/// <param name="Title">What it has.</param>
/// <param name="Link">The page ordered by it.</param>
/// <param name="IsOrder">Whether it is ordered by it.</param>
public sealed record GroupColumn(string Title, string Link, bool IsOrder);
