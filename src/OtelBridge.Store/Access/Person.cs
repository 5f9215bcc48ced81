using OtelBridge.Store.Access.Workspaces;

namespace OtelBridge.Store.Access;

/// <summary>Somebody with a password.</summary>
/// <param name="Id">A number, for MLflow's clients.</param>
/// <param name="Name">The name that they sign in with.</param>
/// <param name="Password">The hash of the password; empty for who comes through a trusted proxy alone.</param>
/// <param name="IsAdmin">Whether they may do everything.</param>
public sealed record Person(long Id, string Name, string Password, bool IsAdmin)
{
    private static readonly IReadOnlyList<Membership> NoMemberships = [];

    /// <summary>Gets the workspaces that they were made members of; where people are listed, none are given.</summary>
    public IReadOnlyList<Membership> Memberships { get; init; } = NoMemberships;
}
