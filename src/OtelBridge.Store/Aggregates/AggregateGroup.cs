namespace OtelBridge.Store.Aggregates;

/// <summary>The sums of what has one value in common.</summary>
/// <param name="Value">The value; empty for those that have none.</param>
/// <param name="Totals">Their sums.</param>
public sealed record AggregateGroup(string Value, Totals Totals);
