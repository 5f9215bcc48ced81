namespace OtelBridge.Store.Aggregates;

/// <summary>What goes on in an experiment.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="LastStartUnixNano">Start of its latest trace; null when it has none.</param>
/// <param name="Totals">The sums of its traces.</param>
public sealed record ExperimentActivity(string ExperimentId, long? LastStartUnixNano, Totals Totals);
