namespace OtelBridge.Web.Charts;

/// <summary>A line of a list of bars.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">How much; null where that is not known.</param>
/// <param name="Link">Where it leads; empty for nowhere.</param>
/// <param name="Part">How much of it is worth pointing out, as failures are; null for nothing.</param>
public sealed record BarListItem(string Name, double? Value, string Link, double? Part = null);
