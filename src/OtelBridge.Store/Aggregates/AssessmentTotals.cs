namespace OtelBridge.Store.Aggregates;

/// <summary>What assessments said.</summary>
/// <param name="Count">How many valid ones there are.</param>
/// <param name="Passed">How many said true, yes or pass.</param>
/// <param name="Failed">How many said false, no or fail.</param>
/// <param name="Mean">The mean of those that said a number; null where none did.</param>
public sealed record AssessmentTotals(long Count, long Passed, long Failed, double? Mean);
