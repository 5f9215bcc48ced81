using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.Comparison;

/// <summary>A comparison that lacks a trace: which, and what could stand there.</summary>
/// <param name="Address">What was asked for.</param>
/// <param name="Problem">What is wrong with what was asked for; empty when one has merely to choose.</param>
/// <param name="Known">The trace that is there; null when neither is.</param>
/// <param name="Candidates">Traces that it could be compared with: the latest of the same name, or the latest of all.</param>
public sealed record ComparisonChoice(ComparisonAddress Address, string Problem, TraceInfo? Known, IReadOnlyList<TraceInfo> Candidates)
{
    /// <summary>Whether the known trace stands on the right.</summary>
    public bool IsKnownRight => Known is not null && Known.TraceId == Address.Right && Known.TraceId != Address.Left;

    /// <summary>The address that compares with a candidate.</summary>
    public string With(TraceInfo candidate) => Known is null ? new ComparisonAddress(candidate.TraceId, "").Link
        : IsKnownRight ? (Address with { Left = candidate.TraceId }).Link
        : (Address with { Left = Known.TraceId, Right = candidate.TraceId }).Link;
}
