namespace Patterns.Running;

/// <summary>What a pattern left behind.</summary>
/// <param name="TraceIds">Ids of its traces, in the order in which they began.</param>
/// <param name="Notes">What it found out beside them.</param>
internal sealed record PatternResult(IReadOnlyList<string> TraceIds, params IReadOnlyList<string> Notes)
{
    public static Task<PatternResult> Of(params IEnumerable<string?> traceIds) =>
        Task.FromResult(new PatternResult([.. traceIds.OfType<string>()]));
}
