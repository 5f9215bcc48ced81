using OtelBridge.Grpc;
using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Storage;
using OtelBridge.Web.People;

namespace OtelBridge.Server.Security.Browsers;

/// <summary>Keys, people and permissions, as the pages change them: what REST does, under the same rules.</summary>
internal sealed class AccessDesk(AccessService access, CachedAccess cached, CurrentCaller current) : IAccessDesk
{
    private const int MostListed = 1_000;

    public Task<IReadOnlyList<ApiKey>> ListKeysAsync(CancellationToken cancellationToken) => access.ListKeysAsync(cancellationToken);

    public Task<(ApiKey Key, string Secret)> AddKeyAsync(string name, AccessScopes scopes, IReadOnlyList<string> experimentIds, int? days, Quota quota, CancellationToken cancellationToken) => TellAsync(async () =>
    {
        var (key, secret) = await access.AddKeyAsync(
            name,
            scopes,
            experimentIds,
            days is { } length ? TimeSpan.FromDays(length) : null,
            scopes.HasFlag(AccessScopes.Admin) ? WorkspaceName.Default : current.Value.Workspace,
            quota,
            cancellationToken);
        return (key, secret.ToString());
    });

    public Task<ApiKey> SetKeyQuotaAsync(string id, Quota quota, CancellationToken cancellationToken) => access.ChangeKeyQuotaAsync(id, QuotaChange.To(quota), cancellationToken);

    public Task RevokeKeyAsync(string id, CancellationToken cancellationToken)
    {
        AuditNote.Current?.Add(AuditSubject.Key, id);
        return access.RevokeKeyAsync(id, cancellationToken);
    }

    public Task<IReadOnlyList<Person>> ListPeopleAsync(CancellationToken cancellationToken) => cached.Catalog.ListPeopleAsync(MostListed, cancellationToken);

    public Task AddPersonAsync(string name, string password, CancellationToken cancellationToken) => TellAsync(() =>
    {
        AuditNote.Current?.AddPerson(name);
        return access.AddPersonAsync(name, password, cancellationToken);
    });

    public Task<(Person Person, IReadOnlyList<ExperimentGrant> Grants)> GetPersonAsync(string name, CancellationToken cancellationToken) => access.GetPersonAsync(name, cancellationToken);

    public Task SetPasswordAsync(string name, string password, CancellationToken cancellationToken) => TellAsync(async () =>
    {
        AuditNote.Current?.AddPerson(name);
        await access.SetPasswordAsync(name, password, cancellationToken);
        return true;
    });

    public Task SetAdminAsync(string name, bool isAdmin, CancellationToken cancellationToken)
    {
        AuditNote.Current?.AddPerson(name);
        return access.SetAdminAsync(name, isAdmin, cancellationToken);
    }

    public Task DeletePersonAsync(string name, CancellationToken cancellationToken)
    {
        AuditNote.Current?.AddPerson(name);
        return access.DeletePersonAsync(name, cancellationToken);
    }

    public Task<IReadOnlyList<(string Person, AccessLevel Permission)>> ReadGrantsOfAsync(string experimentId, CancellationToken cancellationToken) =>
        current.Value.Of(experimentId) >= AccessLevel.Manage
            ? cached.Catalog.ReadGrantsOfAsync(current.Value.Workspace, experimentId, MostListed, cancellationToken)
            : throw new AccessDeniedException($"This needs MANAGE on experiment {experimentId}.");

    public async Task SetGrantAsync(string name, string experimentId, AccessLevel? permission, CancellationToken cancellationToken)
    {
        AuditNote.Current?.AddPerson(name);
        AuditNote.Current?.Add(AuditSubject.Experiment, experimentId);
        if (permission is { } level && !await IsGrantedAsync(name, experimentId, cancellationToken))
        {
            await access.AddGrantAsync(name, experimentId, PermissionNames.Of(level), cancellationToken);
            return;
        }

        await access.ChangeGrantAsync(name, experimentId, permission is { } changed ? PermissionNames.Of(changed) : null, cancellationToken);
    }

    // What is asked for wrongly, in the words of the pages.
    private static async Task<T> TellAsync<T>(Func<Task<T>> change)
    {
        try
        {
            return await change();
        }
        catch (GrpcException e) when (e.Status == GrpcStatusCode.InvalidArgument)
        {
            throw new RefusedChangeException(e.Message);
        }
    }

    private async Task<bool> IsGrantedAsync(string name, string experimentId, CancellationToken cancellationToken)
    {
        try
        {
            await access.GetGrantAsync(name, experimentId, cancellationToken);
            return true;
        }
        catch (NotStoredException)
        {
            return false; // nor is it told whether there is such a person or experiment: to add it says so
        }
    }
}
