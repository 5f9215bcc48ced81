namespace OtelBridge.Store.Model;

/// <summary>Which traces of one experiment to delete: those of the ids, or those that started up to a time.</summary>
/// <param name="ExperimentId">The experiment; ids of others are passed over.</param>
public sealed record TraceDeletion(string ExperimentId)
{
    /// <summary>Gets the ids; null when a time is given.</summary>
    public IReadOnlyList<string>? TraceIds { get; init; }

    /// <summary>Gets the time, milliseconds since 1970; null when ids are given.</summary>
    public long? MaxTimestampMs { get; init; }

    /// <summary>Gets how many at most, the oldest first; only with a time.</summary>
    public int? MaxTraces { get; init; }
}
