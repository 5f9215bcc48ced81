namespace OtelBridge.Store.Model;

/// <summary>What to list.</summary>
/// <param name="ExperimentIds">Experiments to look in; empty means all.</param>
/// <param name="MaxResults">Size of the page, 1 to 500.</param>
/// <param name="PageToken">Token of the previous page; empty for the first.</param>
public sealed record TraceQuery(IReadOnlyList<string> ExperimentIds, int MaxResults, string PageToken);
