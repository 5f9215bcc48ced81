namespace OtelBridge.Store.Retention;

/// <summary>What a sweep did to one experiment.</summary>
/// <param name="ExperimentId">The experiment.</param>
/// <param name="TooOld">How many traces it deleted for their age.</param>
/// <param name="TooMuch">How many traces it deleted for the size of all.</param>
/// <param name="BadTag">The tag that it could not read; what the tag is about is kept for ever then. Null when there is none.</param>
public sealed record SweptExperiment(string ExperimentId, long TooOld, long TooMuch, string? BadTag);
