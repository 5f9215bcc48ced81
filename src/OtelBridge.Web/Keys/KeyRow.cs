using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Quotas;
using OtelBridge.Web.People;

namespace OtelBridge.Web.Keys;

/// <summary>A key as the list shows it: all that is known of it but its secret, which nobody knows.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Scopes">What it is good for.</param>
/// <param name="Experiments">The experiments that it is good for; empty for all.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends; zero when it does not.</param>
/// <param name="LastUsed">When it was last used; zero when it never was.</param>
/// <param name="State">Whether it can be used.</param>
public sealed record KeyRow(
    string Id, string Name, string Scopes, IReadOnlyList<string> Experiments, string CreatedBy, ulong Created, ulong Expires, ulong LastUsed, KeyState State)
{
    private const ulong NanosPerMilli = 1_000_000;

    internal static KeyRow Of(ApiKey key, ExperimentNames names, string workspace, DateTimeOffset now) => new(
        key.Id,
        key.Name,
        KeyScope.Of(key.Scopes),
        [.. key.ExperimentIds?.Select(id => key.Workspace == workspace ? names.Of(id) : id) ?? []],
        key.CreatedBy,
        Nanos(key.CreatedMs),
        Nanos(key.ExpiresMs),
        Nanos(key.LastUsedMs),
        key.RevokedMs is not null ? KeyState.Revoked : key.ExpiresMs <= now.ToUnixTimeMilliseconds() ? KeyState.Expired : KeyState.Valid) { Workspace = key.Workspace, Quota = Written(key.Quota) };

    /// <summary>Gets the one workspace that it is good for.</summary>
    public string Workspace { get; private init; } = WorkspaceName.Default;

    /// <summary>Gets how much its user may ask for, as far as the key says so itself.</summary>
    public string Quota { get; private init; } = "";

    /// <summary>Gets whether to say which workspace: most servers have one.</summary>
    public bool IsElsewhere => Workspace != WorkspaceName.Default;

    // With blanks, so that lines can break; it is read with them or without.
    internal static string Written(Quota quota) => quota.ToString().Replace(",", ", ", StringComparison.Ordinal);

    private static ulong Nanos(long? milliseconds) => (ulong)Math.Max(0, milliseconds ?? 0) * NanosPerMilli;
}
