using OtelBridge.Store.Access.Workspaces;

namespace OtelBridge.Store.Access;

/// <summary>What a person may do with an experiment.</summary>
public sealed record ExperimentGrant(string ExperimentId, long PersonId, AccessLevel Permission)
{
    /// <summary>Gets the workspace that the experiment is in: each has experiments of the same ids.</summary>
    public string Workspace { get; init; } = WorkspaceName.Default;
}
