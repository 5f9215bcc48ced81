using OtelBridge.Grpc;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Workspaces;

/// <summary>The workspaces that somebody sees, and who works in them.</summary>
internal sealed class WorkspaceService(WorkspaceEntrance entrance, CachedAccess access, CurrentCaller current)
{
    private const int MostListed = 1_000;
    private const string Declared = "Workspaces are declared when the server starts: otelbridge serve --workspace NAME=ADDRESS. None is made, changed or deleted by a request.";

    /// <summary>Gets whether there are workspaces besides the default one.</summary>
    public bool HasSeveral => entrance.HasSeveral;

    /// <summary>Lists those that the caller sees.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => await entrance.FindSeenAsync(current.Value, cancellationToken);

    /// <summary>Lists those that the caller manages.</summary>
    public async Task<IReadOnlyList<string>> ListManagedAsync(CancellationToken cancellationToken)
    {
        var managed = new List<string>(); // bounded by those that are declared
        foreach (var workspace in await ListAsync(cancellationToken))
        {
            if (await ManagesAsync(workspace, cancellationToken))
            {
                managed.Add(workspace);
            }
        }

        return managed;
    }

    /// <exception cref="NotStoredException">There is no such workspace that the caller sees.</exception>
    public async Task RequireSeenAsync(string workspace, CancellationToken cancellationToken)
    {
        if (!(await ListAsync(cancellationToken)).Contains(workspace))
        {
            throw new NotStoredException(WorkspaceEntrance.NotThere(workspace));
        }
    }

    /// <exception cref="GrpcException">Always: that is not how workspaces are made and changed.</exception>
    public static Task RefuseChange() => throw new GrpcException(GrpcStatusCode.Unimplemented, Declared);

    /// <summary>Lists the members, for who manages the workspace.</summary>
    public async Task<IReadOnlyList<(string Person, AccessLevel Permission)>> ListMembersAsync(string workspace, CancellationToken cancellationToken)
    {
        await RequireManageAsync(workspace, cancellationToken);
        return await access.Catalog.ListMembersAsync(workspace, MostListed, cancellationToken);
    }

    /// <summary>Makes somebody a member, changes what they may, or sends them away (null), as who manages the workspace.</summary>
    public async Task SetMemberAsync(string workspace, string person, AccessLevel? permission, CancellationToken cancellationToken)
    {
        await RequireManageAsync(workspace, cancellationToken);
        await access.Catalog.SetMemberAsync(workspace, person, permission, cancellationToken);
        access.Forget();
    }

    private async Task RequireManageAsync(string workspace, CancellationToken cancellationToken)
    {
        await RequireSeenAsync(workspace, cancellationToken);
        if (!await ManagesAsync(workspace, cancellationToken))
        {
            throw new AccessDeniedException($"This needs MANAGE on workspace {workspace}.");
        }
    }

    private async Task<bool> ManagesAsync(string workspace, CancellationToken cancellationToken)
    {
        var caller = current.Value;
        var person = !caller.IsAdmin && caller.PersonName is { } name ? (await access.FindPersonAsync(name, cancellationToken)).Person : null;
        return caller.IsAdmin || person?.Memberships.Any(membership => membership.Workspace == workspace && membership.Permission == AccessLevel.Manage) == true;
    }
}
