namespace OtelBridge.Web.Workspaces;

/// <summary>The workspace that a page is of, and those that its reader may change to. A feature of the request; there is none where there are no workspaces.</summary>
/// <param name="Current">The name of the workspace.</param>
/// <param name="Names">All names, the current one among them.</param>
public sealed record WorkspaceChoice(string Current, IReadOnlyList<string> Names)
{
    /// <summary>The cookie that remembers it.</summary>
    public const string Cookie = "otelbridge-workspace";
}
