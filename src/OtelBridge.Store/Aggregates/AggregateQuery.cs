namespace OtelBridge.Store.Aggregates;

/// <summary>Which traces to sum up.</summary>
/// <param name="ExperimentIds">Experiments to look in; empty means all.</param>
/// <param name="Filter">The filter, in the search language; empty for every trace.</param>
/// <param name="FromUnixNano">The earliest start; null for no bound.</param>
/// <param name="ToUnixNano">The end of the range, which is not in it; null for no bound.</param>
public sealed record AggregateQuery(IReadOnlyList<string> ExperimentIds, string Filter, long? FromUnixNano, long? ToUnixNano);
