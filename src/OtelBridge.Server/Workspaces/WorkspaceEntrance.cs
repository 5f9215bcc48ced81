using Microsoft.AspNetCore.Http;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Grpc;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Workspaces;

namespace OtelBridge.Server.Workspaces;

/// <summary>Finds out which workspace a request is for, and lets its caller in where they belong.</summary>
/// <remarks>A workspace that is not there and one that is not theirs are the same to them: not there.</remarks>
internal sealed class WorkspaceEntrance(WholeStore whole, CachedAccess access)
{
    private readonly List<string> _names = [.. whole.Workspaces.Select(static workspace => workspace.Name)]; // the default one first

    /// <summary>Gets whether there are workspaces besides the default one.</summary>
    public bool HasSeveral => _names.Count > 1;

    /// <summary>What a caller is told of a workspace that they do not see, whether it is there or not.</summary>
    public static string NotThere(string name) => $"Workspace '{GrpcRequest.Quote(name)}' not found";

    /// <summary>Whether this server has a workspace of that name.</summary>
    public bool Has(string name) => _names.Contains(name);

    /// <summary>Gives the caller as they are in the workspace that the request is for, or why they are not let in.</summary>
    public ValueTask<(Caller Caller, Fault? Fault)> EnterAsync(HttpContext context, Caller caller)
    {
        var named = context.Request.Headers[MlflowKeys.WorkspaceHeader].ToString().Trim();
        return caller.PersonName is { } name ? EnterAsPersonAsync(context, caller, name, named) : new(EnterWithKey(caller, named));
    }

    /// <summary>The workspaces that a caller sees, the default one first.</summary>
    public async ValueTask<IReadOnlyList<string>> FindSeenAsync(Caller caller, CancellationToken cancellationToken)
    {
        if (caller.IsAdmin)
        {
            return _names;
        }

        if (caller.PersonName is not { } name)
        {
            return [caller.Workspace];
        }

        var (person, grants) = await access.FindPersonAsync(name, cancellationToken);
        return person is null ? [] : Seen(person, grants);
    }

    private static (Caller Caller, Fault? Fault) Refuse(string name) => (Caller.Nobody, new Fault(GrpcStatusCode.NotFound, StatusCodes.Status404NotFound, NotThere(name)));

    // Whoever was made a member nowhere is where everybody was before there were workspaces.
    private static bool IsIn(string workspace, Person person, IReadOnlyList<ExperimentGrant> grants) =>
        person.Memberships.Any(membership => membership.Workspace == workspace)
        || grants.Any(grant => grant.Workspace == workspace && grant.Permission != AccessLevel.None)
        || (workspace == WorkspaceName.Default && person.Memberships.Count == 0 && grants.All(static grant => grant.Workspace == WorkspaceName.Default));

    private static Caller In(string workspace, Caller caller, Person person, IReadOnlyList<ExperimentGrant> grants)
    {
        var isDefault = workspace == WorkspaceName.Default;
        var membership = person.Memberships.FirstOrDefault(membership => membership.Workspace == workspace);
        return isDefault && membership is null ? caller : caller with
        {
            Workspace = workspace,
            Default = membership?.Permission ?? AccessLevel.None,
            Grants = grants.Where(grant => grant.Workspace == workspace).ToDictionary(static grant => grant.ExperimentId, static grant => grant.Permission, StringComparer.Ordinal),
            MayCreate = person.IsAdmin || membership?.Permission >= AccessLevel.Edit,
        };
    }

    private (Caller Caller, Fault? Fault) EnterWithKey(Caller caller, string named)
    {
        var fault = named.Length > 0 && named != caller.Workspace ? $"The {caller.Name} is not of the workspace that the request names; leave the name out, or send a key of that one."
            : !Has(caller.Workspace) ? $"The {caller.Name} is of a workspace that this server does not have now."
            : null;
        return fault is null ? (caller, null) : (Caller.Nobody, new Fault(GrpcStatusCode.PermissionDenied, StatusCodes.Status403Forbidden, fault));
    }

    private async ValueTask<(Caller Caller, Fault? Fault)> EnterAsPersonAsync(HttpContext context, Caller caller, string name, string named)
    {
        Person? person;
        IReadOnlyList<ExperimentGrant> grants;
        try
        {
            (person, grants) = await access.FindPersonAsync(name, context.RequestAborted);
        }
        catch (Exception e) when (e is StoreUnavailableException or OperationCanceledException)
        {
            return (Caller.Nobody, Fault.From(e));
        }

        var seen = person is null ? [] : Seen(person, grants);
        if (named.Length > 0 && !seen.Contains(named))
        {
            return Refuse(named);
        }

        // A cookie is of yesterday: one that names nothing any more must not lock a browser out.
        var chosen = named.Length > 0 ? named
            : context.Request.Cookies[WorkspaceChoice.Cookie] is { } remembered && seen.Contains(remembered) ? remembered
            : seen.Contains(WorkspaceName.Default) || seen.Count == 1 ? seen[0]
            : null;
        if (chosen is null && seen.Count > 0 && context.GetEndpoint()?.Metadata.GetMetadata<PagePattern>() is not null)
        {
            chosen = seen[0]; // a page has the others to choose from
        }

        if (chosen is null || person is null)
        {
            return (Caller.Nobody, seen.Count == 0
                ? new Fault(GrpcStatusCode.PermissionDenied, StatusCodes.Status403Forbidden, $"{caller.Name} is in no workspace of this server. Ask somebody who administers it.")
                : new Fault(GrpcStatusCode.InvalidArgument, StatusCodes.Status400BadRequest,
                    $"Say which workspace, in the header {MlflowKeys.WorkspaceHeader}: you are in {string.Join(", ", seen)}."));
        }

        if (HasSeveral)
        {
            context.Features.Set(new WorkspaceChoice(chosen, seen));
        }

        return (In(chosen, caller, person, grants), null);
    }

    private List<string> Seen(Person person, IReadOnlyList<ExperimentGrant> grants) => person.IsAdmin ? _names : [.. _names.Where(name => IsIn(name, person, grants))];
}
