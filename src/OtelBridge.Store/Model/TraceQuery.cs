namespace OtelBridge.Store.Model;

/// <summary>What to list.</summary>
/// <param name="ExperimentIds">Experiments to look in; empty means all.</param>
/// <param name="MaxResults">Size of the page, 1 to 500.</param>
/// <param name="PageToken">Token of the previous page; empty for the first.</param>
public sealed record TraceQuery(IReadOnlyList<string> ExperimentIds, int MaxResults, string PageToken)
{
    /// <summary>Gets the filter, in MLflow's language with extensions; empty for every trace.</summary>
    public string Filter { get; init; } = string.Empty;

    /// <summary>Gets the order, e.g. <c>execution_time DESC</c>; empty for the newest first.</summary>
    public IReadOnlyList<string> OrderBy { get; init; } = [];
}
