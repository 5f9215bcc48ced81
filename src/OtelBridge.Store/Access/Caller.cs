using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Quotas;

namespace OtelBridge.Store.Access;

/// <summary>Who asks, and what they may.</summary>
/// <param name="Name">The name of a person, or <c>key:</c> and the id of a key.</param>
/// <param name="Scopes">What kinds of requests they may send.</param>
/// <param name="Default">What they may do with experiments that <paramref name="Grants"/> does not name.</param>
/// <param name="Grants">What they may do, by experiment id. Bounded by what was granted to one.</param>
public sealed record Caller(string Name, AccessScopes Scopes, AccessLevel Default, IReadOnlyDictionary<string, AccessLevel> Grants)
{
    private static readonly IReadOnlyDictionary<string, AccessLevel> NoGrants = new Dictionary<string, AccessLevel>();

    /// <summary>Gets whoever has not said who they are: they may ask what everybody may.</summary>
    public static Caller Nobody { get; } = new("nobody", AccessScopes.None, AccessLevel.None, NoGrants) { MayCreate = false };

    /// <summary>Gets whether they may do everything.</summary>
    public bool IsAdmin => Scopes.HasFlag(AccessScopes.Admin);

    /// <summary>Gets whether no experiment is hidden from them.</summary>
    public bool SeesAll => IsAdmin || (Default >= AccessLevel.Read && Grants.Values.All(static permission => permission >= AccessLevel.Read));

    /// <summary>Gets whether they may make experiments: people may, and keys that are good for all experiments.</summary>
    public required bool MayCreate { get; init; }

    /// <summary>Gets the workspace that they ask in: <see cref="Default"/> and <see cref="Grants"/> are said for its experiments.</summary>
    public string Workspace { get; init; } = WorkspaceName.Default;

    /// <summary>Gets the name of the person; null for a key.</summary>
    public string? PersonName { get; init; }

    /// <summary>Gets how much they may ask for; for what it does not say, the server decides.</summary>
    public Quota Quota { get; init; } = Quota.None;

    /// <summary>Says what they may do with an experiment.</summary>
    public AccessLevel Of(string experimentId) => IsAdmin ? AccessLevel.Manage : Grants.GetValueOrDefault(experimentId, Default);

    /// <summary>Says whether an experiment is there for them.</summary>
    public bool Sees(string experimentId) => Of(experimentId) >= AccessLevel.Read;
}
