namespace OtelBridge.Entities;

/// <summary>One execution of a program in an experiment, with its parameters, metrics and tags; traces can be linked to it.</summary>
public sealed record Run
{
    /// <summary>Gets the id, 32 hex digits.</summary>
    public required string RunId { get; init; }

    /// <summary>Gets the id of the experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Gets the name.</summary>
    public string? Name { get; init; }

    /// <summary>Gets who started it.</summary>
    public string? UserId { get; init; }

    /// <summary>Gets how it stands.</summary>
    public RunStatus Status { get; init; }

    /// <summary>Gets when it started.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Gets when it ended.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Gets whether it is marked as deleted.</summary>
    public LifecycleStage LifecycleStage { get; init; }

    /// <summary>Gets where its artifacts lie.</summary>
    public string? ArtifactUri { get; init; }

    /// <summary>Gets the parameters.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the latest value of each metric.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Gets the tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
