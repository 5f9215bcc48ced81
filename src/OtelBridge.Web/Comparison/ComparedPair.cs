namespace OtelBridge.Web.Comparison;

/// <summary>The row that is looked at.</summary>
/// <param name="Row">The row.</param>
/// <param name="LeftSpanId">Id of the left span; empty when it is not there.</param>
/// <param name="RightSpanId">Id of the right span; empty when it is not there.</param>
/// <param name="Difference">What differs inside.</param>
public sealed record ComparedPair(ComparedRow Row, string LeftSpanId, string RightSpanId, SpanDifference Difference);
