namespace OtelBridge.Store.Retention;

/// <summary>What the traces of experiments take, and how old they are.</summary>
internal interface IExperimentSizes
{
    /// <summary>Whether there may be traces that started before a time.</summary>
    Task<bool> HasOlderAsync(long experiment, long unixMs, CancellationToken cancellationToken);

    /// <summary>Gives the millisecond from which on everything may stay; null when all of it may.</summary>
    /// <remarks>The trace that goes over the limit goes, unless it is the newest: the last one always stays.</remarks>
    Task<long?> FindStartAsync(long experiment, long maxBytes, CancellationToken cancellationToken);
}
