using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Quotas;

namespace OtelBridge.Server.Configuration;

/// <summary>Quotas of workspaces as people declare them: <c>team-a:spans_per_second=1000,bytes_per_day=10GB</c>.</summary>
internal static class WorkspaceQuotaDeclarations
{
    public const string Form = "NAME:QUOTA=VALUE,…";

    /// <summary>Parts a list, with semicolons or line ends between its entries.</summary>
    public static IReadOnlyList<string> Split(string text) => text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says what is wrong, and what to write.</exception>
    public static (string Workspace, Quota Quota) Read(string text)
    {
        var end = text.IndexOf(':');
        return end > 0
            ? (text[..end].Trim(), Quota.Parse(text[(end + 1)..]))
            : throw new FormatException($"'{(text.Length > 64 ? text[..64] : text)}' is not the quota of a workspace; write {Form}, such as {WorkspaceName.Default}:spans_per_second=1000,bytes_per_day=10GB.");
    }

    /// <summary>Says what is wrong with what was declared.</summary>
    public static IEnumerable<string> FindFaults(OtelBridgeServerOptions options) => options.WorkspaceQuotas.Keys
        .Where(name => name != WorkspaceName.Default && !options.Workspaces.ContainsKey(name))
        .Select(name => $"There is no workspace '{name}' to have a quota; these are: {string.Join(", ", options.Workspaces.Keys.Prepend(WorkspaceName.Default))}.");
}
