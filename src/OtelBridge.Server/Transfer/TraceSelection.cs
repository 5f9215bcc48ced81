namespace OtelBridge.Server.Transfer;

/// <summary>Which traces to write, and in which order.</summary>
/// <param name="Experiments">Ids; empty means all.</param>
/// <param name="Filter">In the language of search; empty means every trace.</param>
/// <param name="OrderBy">Keys with ASC or DESC; empty for the newest first.</param>
internal sealed record TraceSelection(IReadOnlyList<string> Experiments, string Filter, IReadOnlyList<string> OrderBy);
