namespace OtelBridge.Store.Access.Workspaces;

/// <summary>That a person works in a workspace.</summary>
/// <param name="Workspace">The workspace.</param>
/// <param name="Permission">What they may do with its experiments that nothing else is said of; who manages the workspace says who else works in it.</param>
public sealed record Membership(string Workspace, AccessLevel Permission);
