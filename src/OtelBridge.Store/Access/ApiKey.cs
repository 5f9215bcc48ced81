using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Quotas;

namespace OtelBridge.Store.Access;

/// <summary>A key that programs send. The store knows the hash of its secret alone.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Hash">SHA-256 of the secret, in hex.</param>
/// <param name="Scopes">What kinds of requests it is good for.</param>
/// <param name="ExperimentIds">The experiments that it is good for; null for all.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedMs">When it was made, milliseconds since 1970.</param>
public sealed record ApiKey(
    string Id, string Name, string Hash, AccessScopes Scopes, IReadOnlyList<string>? ExperimentIds, string CreatedBy, long CreatedMs)
{
    /// <summary>Gets the one workspace that it is good for.</summary>
    public string Workspace { get; init; } = WorkspaceName.Default;

    /// <summary>Gets when it ends; null when it does not.</summary>
    public long? ExpiresMs { get; init; }

    /// <summary>Gets when it was revoked; null when it was not.</summary>
    public long? RevokedMs { get; init; }

    /// <summary>Gets when it was last used, to the minute; null when it never was.</summary>
    public long? LastUsedMs { get; init; }

    /// <summary>Gets how much its user may ask for; for what it does not say, the server decides.</summary>
    public Quota Quota { get; init; } = Quota.None;
}
