namespace OtelBridge.Client;

/// <summary>What to search traces for.</summary>
/// <param name="ExperimentIds">In which experiments; at least one for an MLflow server, none for all experiments of an OtelBridge store.</param>
/// <param name="Filter">In the filter language of docs/search.md; null finds every trace.</param>
/// <param name="OrderBy">Keys with ASC or DESC; newest first when absent.</param>
/// <param name="PageSize">How many on a page.</param>
internal sealed record TraceSearch(IReadOnlyList<string> ExperimentIds, string? Filter, IReadOnlyList<string>? OrderBy, int PageSize = 100);
