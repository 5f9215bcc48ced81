using System.CommandLine;
using OtelBridge.Server.Configuration;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Commands.Access;

/// <summary>The workspace that something is said for: as <c>serve</c> declares it, or by its name where the environment does.</summary>
internal static class WorkspaceOption
{
    private const string Name = "--workspace";

    public static Option<string?> Make() => new(Name)
    {
        HelpName = $"{WorkspaceDeclarations.Form}|NAME",
        Description = $"The workspace that it is for, as 'serve --workspace' declares it, with the store that its experiments are in; the name alone where {EnvironmentKeys.Workspaces} declares it. [default: {WorkspaceName.Default}]",
    };

    /// <summary>Reads it; null for the default one, which is the store itself.</summary>
    /// <exception cref="UsageException">It names no workspace that a server could have.</exception>
    public static (string Name, string Address)? Read(string? text, Func<string, string?> environment)
    {
        if (text is null or WorkspaceName.Default)
        {
            return null;
        }

        if (!WorkspaceDeclarations.TryRead(text, out var name, out var address))
        {
            (name, address) = (text.Trim(), FindAddress(text.Trim(), environment));
        }

        if (name == WorkspaceName.Default)
        {
            throw new UsageException($"{Name}: '{WorkspaceName.Default}' is the store of --store; leave its address out.");
        }

        if (!WorkspaceName.IsValid(name))
        {
            throw new UsageException($"{Name}: '{name}' is not the name of a workspace; write {WorkspaceName.Form}.");
        }

        if (address.Length == 0)
        {
            throw new UsageException($"{Name}: {EnvironmentKeys.Workspaces} declares no workspace '{name}'; write {WorkspaceDeclarations.Form}, such as {name}=sqlite:{name}.db.");
        }

        return TraceStores.FindFault(address) is { } fault ? throw new UsageException($"{Name}: {fault}") : (name, address);
    }

    private static string FindAddress(string name, Func<string, string?> environment)
    {
        foreach (var entry in WorkspaceDeclarations.Split(environment(EnvironmentKeys.Workspaces) ?? ""))
        {
            if (WorkspaceDeclarations.TryRead(entry, out var known, out var address) && known == name)
            {
                return address;
            }
        }

        return string.Empty;
    }
}
