using System.Globalization;
using OtelBridge.Grpc;
using OtelBridge.Server.Workspaces;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Security;

/// <summary>People, their permissions and keys, as those who may change them. Permissions are those of the workspace that the caller is in.</summary>
internal sealed class AccessService(CachedAccess access, CurrentCaller current, WorkspaceEntrance workspaces, ITraceStore store, TimeProvider time)
{
    public const int MinPasswordLength = 8;
    public const int MaxPasswordLength = 256; // in the header, twice as long
    public const int MaxNameLength = 256;

    private const int MostListed = 1_000;

    private IAccessCatalog Catalog => access.Catalog;

    /// <summary>Whether somebody can be called so.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength && !name.Any(static c => char.IsControl(c) || c == ':');

    public async Task<Person> AddPersonAsync(string name, string password, CancellationToken cancellationToken)
    {
        if (!IsName(name))
        {
            throw Invalid($"A name has 1 to {MaxNameLength} characters, no colon and no control characters.");
        }

        CheckPassword(password);
        var person = await Catalog.AddPersonAsync(name, PasswordHash.Of(password), isAdmin: false, cancellationToken);
        access.Forget();
        return person ?? throw new AlreadyStoredException($"User (username={name}) already exists.");
    }

    /// <summary>Reads a person, as an admin or as that person.</summary>
    public async Task<(Person Person, IReadOnlyList<ExperimentGrant> Grants)> GetPersonAsync(string name, CancellationToken cancellationToken)
    {
        RequireSelf(name);
        var person = await Catalog.FindPersonAsync(name, cancellationToken) ?? throw new NotStoredException($"User with username={name} not found");
        return (person, await ReadGrantsAsync(person, cancellationToken));
    }

    /// <summary>Lists people, for an admin.</summary>
    public Task<IReadOnlyList<Person>> ListPeopleAsync(CancellationToken cancellationToken) => Catalog.ListPeopleAsync(MostListed, cancellationToken);

    /// <summary>Sets a password, as an admin or as the person whose it is.</summary>
    public Task SetPasswordAsync(string name, string password, CancellationToken cancellationToken)
    {
        RequireSelf(name);
        CheckPassword(password);
        return ChangeAsync(Catalog.SetPasswordAsync(name, PasswordHash.Of(password), cancellationToken));
    }

    public Task SetAdminAsync(string name, bool isAdmin, CancellationToken cancellationToken)
    {
        AuditNote.Current?.AddWord(AuditSubject.Admin, isAdmin ? "true" : "false");
        return ChangeAsync(Catalog.SetAdminAsync(name, isAdmin, cancellationToken));
    }

    public Task DeletePersonAsync(string name, CancellationToken cancellationToken) => ChangeAsync(Catalog.DeletePersonAsync(name, cancellationToken));

    /// <summary>Reads a permission, as who manages the experiment.</summary>
    public async Task<ExperimentGrant> GetGrantAsync(string name, string experimentId, CancellationToken cancellationToken)
    {
        RequireManage(experimentId);
        var person = await Catalog.FindPersonAsync(name, cancellationToken);
        var grants = person is null ? [] : await ReadGrantsAsync(person, cancellationToken);
        return grants.FirstOrDefault(grant => grant.ExperimentId == experimentId)
            ?? throw new NotStoredException($"Experiment permission with experiment_id={experimentId} and username={name} not found");
    }

    public async Task<ExperimentGrant> AddGrantAsync(string name, string experimentId, string permission, CancellationToken cancellationToken)
    {
        RequireManage(experimentId);
        var level = PermissionNames.Read(permission);
        if (await store.Experiments.FindAsync(experimentId, cancellationToken) is null)
        {
            throw NoExperiment(experimentId);
        }

        AuditNote.Current?.AddWord(AuditSubject.Permission, permission);
        var isNew = await Catalog.AddGrantAsync(name, current.Value.Workspace, experimentId, level, cancellationToken);
        access.Forget();
        return isNew
            ? await GetGrantAsync(name, experimentId, cancellationToken)
            : throw new AlreadyStoredException($"Experiment permission (experiment_id={experimentId}, username={name}) already exists.");
    }

    public Task ChangeGrantAsync(string name, string experimentId, string? permission, CancellationToken cancellationToken)
    {
        RequireManage(experimentId);
        AccessLevel? level = permission is null ? null : PermissionNames.Read(permission);
        AuditNote.Current?.AddWord(AuditSubject.Permission, permission ?? "none");
        return ChangeAsync(Catalog.ChangeGrantAsync(name, current.Value.Workspace, experimentId, level, cancellationToken));
    }

    /// <summary>Makes a key; what it gives is shown this once.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="scopes">What it is good for.</param>
    /// <param name="experimentIds">The experiments that it is good for; none for all.</param>
    /// <param name="lifetime">How long; null for ever.</param>
    /// <param name="workspace">The one workspace that it is good for.</param>
    /// <param name="quota">How much its user may ask for; for what it does not say, the server decides.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(ApiKey Key, ApiKeySecret Secret)> AddKeyAsync(
        string name, AccessScopes scopes, IReadOnlyList<string> experimentIds, TimeSpan? lifetime, string workspace, Quota quota, CancellationToken cancellationToken)
    {
        if (name.Length is 0 or > MaxNameLength)
        {
            throw Invalid($"A key needs a name of 1 to {MaxNameLength} characters, for those who read the list.");
        }

        if (scopes == AccessScopes.None)
        {
            throw Invalid("A key needs scopes: some of ingest, read, write, admin.");
        }

        if (scopes.HasFlag(AccessScopes.Admin) && experimentIds.Count > 0)
        {
            throw Invalid("A key with the scope admin is good for every experiment; leave the experiments out.");
        }

        if (!workspaces.Has(workspace))
        {
            throw new NotStoredException(WorkspaceEntrance.NotThere(workspace));
        }

        if (scopes.HasFlag(AccessScopes.Admin) && workspace != WorkspaceName.Default)
        {
            throw Invalid("A key with the scope admin is for the whole server, people and keys of every workspace; leave the workspace out.");
        }

        if (experimentIds.FirstOrDefault(static id => !long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _)) is { } id)
        {
            throw Invalid($"'{id}' is not the id of an experiment.");
        }

        var now = time.GetUtcNow();
        var secret = ApiKeySecret.Make();
        if (AuditNote.Current is { } note)
        {
            note.Add(AuditSubject.Key, secret.Id);
            foreach (var (scope, _) in ScopeNames.Of(scopes))
            {
                note.AddWord(AuditSubject.Scope, scope);
            }

            NoteQuota(new QuotaChange([.. QuotaChange.To(quota).Parts.Where(static part => part.Value is not null)]));
        }

        var key = new ApiKey(secret.Id, name, secret.Hash, scopes, experimentIds.Count > 0 ? experimentIds : null, current.Value.Name, now.ToUnixTimeMilliseconds())
        {
            Workspace = workspace,
            ExpiresMs = lifetime is { } length ? (now + length).ToUnixTimeMilliseconds() : null,
            Quota = quota,
        };
        await Catalog.AddKeyAsync(key, cancellationToken);
        access.Forget();
        return (key, secret);
    }

    public Task<IReadOnlyList<ApiKey>> ListKeysAsync(CancellationToken cancellationToken) => Catalog.ListKeysAsync(MostListed, cancellationToken);

    /// <summary>Says how much the user of a key may ask for from now on.</summary>
    public async Task<ApiKey> ChangeKeyQuotaAsync(string id, QuotaChange change, CancellationToken cancellationToken)
    {
        AuditNote.Current?.Add(AuditSubject.Key, id);
        NoteQuota(change);
        var key = await Catalog.ChangeKeyQuotaAsync(id, change, cancellationToken);
        access.Forget();
        return key;
    }

    public Task RevokeKeyAsync(string id, CancellationToken cancellationToken) => ChangeAsync(Catalog.RevokeKeyAsync(id, cancellationToken));

    private static void NoteQuota(QuotaChange change)
    {
        foreach (var (field, value) in change.Parts)
        {
            var text = value is not { } number ? QuotaChange.Default : number > 0 ? number.ToString(CultureInfo.InvariantCulture) : Quota.Off;
            AuditNote.Current?.AddWord(AuditSubject.Quota, $"{field.Name}={text}");
        }
    }

    private static void CheckPassword(string password)
    {
        if (password.Length is < MinPasswordLength or > MaxPasswordLength)
        {
            throw Invalid($"A password has {MinPasswordLength} to {MaxPasswordLength} characters.");
        }
    }

    private static GrpcException Invalid(string message) => new(GrpcStatusCode.InvalidArgument, message);

    private static NotStoredException NoExperiment(string experimentId) => new($"No Experiment with id={experimentId} exists");

    private async Task<IReadOnlyList<ExperimentGrant>> ReadGrantsAsync(Person person, CancellationToken cancellationToken) =>
        [.. (await Catalog.ReadGrantsAsync(person.Id, cancellationToken)).Where(grant => grant.Workspace == current.Value.Workspace)];

    private async Task ChangeAsync(Task change)
    {
        await change;
        access.Forget();
    }

    private void RequireSelf(string name)
    {
        if (!current.Value.IsAdmin && current.Value.PersonName != name)
        {
            throw new AccessDeniedException("This is for an admin, or for the person themselves.");
        }
    }

    private void RequireManage(string experimentId)
    {
        var caller = current.Value;
        if (!caller.Sees(experimentId))
        {
            throw NoExperiment(experimentId);
        }

        if (caller.Of(experimentId) < AccessLevel.Manage)
        {
            throw new AccessDeniedException($"This needs MANAGE on experiment {experimentId}.");
        }
    }
}
