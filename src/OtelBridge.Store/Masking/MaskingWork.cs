namespace OtelBridge.Store.Masking;

/// <summary>What of a store is to be masked, and how.</summary>
public sealed record MaskingWork
{
    /// <summary>Gets the rules.</summary>
    public required MaskingRules Rules { get; init; }

    /// <summary>Gets the ids of the experiments; empty for all.</summary>
    public IReadOnlyList<string> Experiments { get; init; } = [];

    /// <summary>Gets a filter of traces, in the language of search; empty for all of them, and then runs and experiments are masked, too.</summary>
    public string Filter { get; init; } = string.Empty;

    /// <summary>Gets whether the store stays as it is.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Gets what is told how far the work has come: what is done, how many traces it has been through, how many there are.</summary>
    public Action<string, long, long> Progress { get; init; } = static (_, _, _) => { };
}
