using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Configuration;

/// <summary>Workspaces as people declare them: <c>team-a=sqlite:a.db</c>.</summary>
internal static class WorkspaceDeclarations
{
    public const string Form = "NAME=ADDRESS";

    // By which an entry of a list is told from a piece of the one before it: a connection string has semicolons and equals signs of its own.
    private static readonly string[] Schemes = ["sqlite:", "postgres:", "postgresql:", "clickhouse:"];

    /// <summary>Parts a list, with semicolons or line ends between its entries.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var entries = new List<string>(); // bounded by the text
        foreach (var piece in text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entries.Count == 0 || (TryRead(piece, out _, out var address) && Schemes.Any(scheme => address.StartsWith(scheme, StringComparison.Ordinal))))
            {
                entries.Add(piece);
            }
            else
            {
                entries[^1] += ";" + piece;
            }
        }

        return entries;
    }

    public static bool TryRead(string text, out string name, out string address)
    {
        var end = text.IndexOf('=');
        (name, address) = end > 0 && end < text.Length - 1 ? (text[..end].Trim(), text[(end + 1)..].Trim()) : (string.Empty, string.Empty);
        return name.Length > 0;
    }

    /// <summary>Says what is wrong with what was declared.</summary>
    public static IEnumerable<string> FindFaults(OtelBridgeServerOptions options)
    {
        if (options.Workspaces.Count > 0 && !options.Access.IsRequired)
        {
            yield return "Workspaces need --auth: without it nobody knows who is in which.";
        }

        var seen = new Dictionary<string, string>(StringComparer.Ordinal) { [options.Store] = WorkspaceName.Default }; // bounded by what was declared
        foreach (var (name, address) in options.Workspaces)
        {
            if (name == WorkspaceName.Default)
            {
                yield return $"The workspace '{name}' is the store of --store; declare the others only.";
            }
            else if (!WorkspaceName.IsValid(name))
            {
                yield return $"'{name}' is not the name of a workspace; write {WorkspaceName.Form}.";
            }

            if (TraceStores.FindFault(address) is { } fault)
            {
                yield return $"The workspace '{name}': {fault}";
            }

            if (!seen.TryAdd(address, name))
            {
                yield return $"The workspaces '{seen[address]}' and '{name}' have one address, and would see each other; give each a store of its own.";
            }
        }
    }
}
