namespace OtelBridge.Entities;

/// <summary>A named place for traces and runs.</summary>
public sealed record Experiment
{
    /// <summary>Gets the id, a whole number as text; <c>0</c> is the experiment Default.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Gets the name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets whether it is marked as deleted.</summary>
    public LifecycleStage LifecycleStage { get; init; }

    /// <summary>Gets where its artifacts lie.</summary>
    public string? ArtifactLocation { get; init; }

    /// <summary>Gets when it was made.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>Gets when it was changed last.</summary>
    public DateTimeOffset? LastUpdateTime { get; init; }

    /// <summary>Gets the tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
