namespace OtelBridge.Web.People;

/// <summary>What people see of themselves.</summary>
/// <param name="Name">The name that they sign in with.</param>
/// <param name="IsAdmin">Whether they may do everything.</param>
/// <param name="HasPassword">Whether they have one; who comes by a proxy has none.</param>
/// <param name="Grants">What they may, by experiment.</param>
/// <param name="Message">Why the password was not changed; empty for nothing.</param>
/// <param name="IsChanged">Whether it was.</param>
public sealed record AccountModel(string Name, bool IsAdmin, bool HasPassword, IReadOnlyList<GrantRow> Grants, string Message, bool IsChanged);
