using System.Data.Common;
using System.Globalization;
using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Quotas;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>People, keys and permissions in a SQL database.</summary>
internal sealed class SqlAccessCatalog(ISqlDatabase database, TimeProvider time) : IAccessCatalog
{
    /// <summary>What <see cref="ReadPerson"/> reads.</summary>
    public const string PersonColumns = "person_id, name, password, is_admin";

    private const string KeyColumns = "key_id, name, hash, scopes, experiments, created_by, created_ms, expires_ms, revoked_ms, last_used_ms, workspace, quota";

    private const string AddPersonSql = """
        INSERT INTO people (name, password, is_admin, created_ms) VALUES (@name, @password, @admin, @now) ON CONFLICT (name) DO NOTHING RETURNING person_id
        """;

    private const string FindPersonSql = $"SELECT {PersonColumns} FROM people WHERE name = @name";
    private const string ListPeopleSql = $"SELECT {PersonColumns} FROM people ORDER BY name LIMIT @limit";
    private const string PasswordSql = "UPDATE people SET password = @password WHERE name = @name";
    private const string AdminSql = "UPDATE people SET is_admin = @admin WHERE name = @name";
    private const string DeletePersonSql = "DELETE FROM people WHERE name = @name";
    private const string AdminsSql = "SELECT person_id FROM people WHERE is_admin = 1 ORDER BY person_id";

    private const string GrantsSql = "SELECT experiment_id, person_id, permission, workspace FROM experiment_grants WHERE person_id = @person ORDER BY workspace, experiment_id";

    private const string GrantsOfSql = """
        SELECT name, permission FROM experiment_grants JOIN people USING (person_id) WHERE workspace = @workspace AND experiment_id = @experiment ORDER BY name LIMIT @limit
        """;

    private const string AddGrantSql = """
        INSERT INTO experiment_grants (person_id, workspace, experiment_id, permission) VALUES (@person, @workspace, @experiment, @permission)
        ON CONFLICT (person_id, workspace, experiment_id) DO NOTHING
        """;

    private const string OneGrantSql = "WHERE person_id = @person AND workspace = @workspace AND experiment_id = @experiment";
    private const string ChangeGrantSql = $"UPDATE experiment_grants SET permission = @permission {OneGrantSql}";
    private const string DeleteGrantSql = $"DELETE FROM experiment_grants {OneGrantSql}";

    private const string MembershipsSql = "SELECT workspace, permission FROM workspace_members WHERE person_id = @person ORDER BY workspace";

    private const string SetMemberSql = """
        INSERT INTO workspace_members (person_id, workspace, permission) VALUES (@person, @workspace, @permission)
        ON CONFLICT (person_id, workspace) DO UPDATE SET permission = excluded.permission
        """;

    private const string DeleteMemberSql = "DELETE FROM workspace_members WHERE person_id = @person AND workspace = @workspace";

    private const string MembersSql = """
        SELECT name, permission FROM workspace_members JOIN people USING (person_id) WHERE workspace = @workspace ORDER BY name LIMIT @limit
        """;

    private const string AddKeySql = """
        INSERT INTO api_keys (key_id, name, hash, scopes, experiments, created_by, created_ms, expires_ms, workspace, quota)
        VALUES (@id, @name, @hash, @scopes, @experiments, @by, @created, @expires, @workspace, @quota)
        """;

    private const string FindKeySql = $"SELECT {KeyColumns} FROM api_keys WHERE key_id = @id";
    private const string ListKeysSql = $"SELECT {KeyColumns} FROM api_keys ORDER BY created_ms DESC, key_id LIMIT @limit";
    private const string RevokeSql = "UPDATE api_keys SET revoked_ms = coalesce(revoked_ms, @now) WHERE key_id = @id";
    private const string QuotaSql = "UPDATE api_keys SET quota = @quota WHERE key_id = @id";
    private const string UseSql = "UPDATE api_keys SET last_used_ms = @used WHERE key_id = @id AND coalesce(last_used_ms, 0) < @used";

    public ISignInCatalog SignIns { get; } = new SqlSignInCatalog(database);

    public IIdentityCatalog Identities { get; } = new SqlIdentityCatalog(database, time);

    public IQuotaCatalog Quotas { get; } = new SqlQuotaCatalog(database);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Adds a person; null when somebody has that name.</summary>
    public static Person? Add(SqlSession session, string name, string password, bool isAdmin, long nowMs) =>
        session.Number(AddPersonSql, ("@name", name), ("@password", password), ("@admin", isAdmin ? 1L : 0L), ("@now", nowMs)) is { } id ? new Person(id, name, password, isAdmin) : null;

    /// <summary>Finds a person by the exact name.</summary>
    public static Person? Find(SqlSession session, string name) => session.Query(FindPersonSql, ReadPerson, ("@name", name)).FirstOrDefault();

    public static Person ReadPerson(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3) != 0);

    public Task<Person?> AddPersonAsync(string name, string password, bool isAdmin, CancellationToken cancellationToken)
    {
        var now = Now;
        return database.WriteAsync(session => Add(session, name, password, isAdmin, now), name.Length, cancellationToken);
    }

    public Task<Person?> FindPersonAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => Find(session, name) is { } person && session.Query(MembershipsSql, ReadMembership, ("@person", person.Id)) is var memberships
                ? memberships.Count > 0 ? person with { Memberships = memberships } : person
                : null,
            cancellationToken);

    public Task<IReadOnlyList<Person>> ListPeopleAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Person>>(session => session.Query(ListPeopleSql, ReadPerson, ("@limit", (long)limit)), cancellationToken);

    public Task SetPasswordAsync(string name, string password, CancellationToken cancellationToken) =>
        ChangePersonAsync(name, session => session.Execute(PasswordSql, ("@name", name), ("@password", password)) + session.Execute(SqlSignInCatalog.EndOfNameSql, ("@name", name)), cancellationToken);

    public Task SetAdminAsync(string name, bool isAdmin, CancellationToken cancellationToken)
    {
        return isAdmin ? ChangePersonAsync(name, Set, cancellationToken) : EndAdminAsync(name, Set, cancellationToken);

        int Set(SqlSession session) => session.Execute(AdminSql, ("@name", name), ("@admin", isAdmin ? 1L : 0L));
    }

    public Task DeletePersonAsync(string name, CancellationToken cancellationToken) =>
        EndAdminAsync(name, session => session.Execute(DeletePersonSql, ("@name", name)), cancellationToken);

    public Task<IReadOnlyList<ExperimentGrant>> ReadGrantsAsync(long personId, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ExperimentGrant>>(session => session.Query(GrantsSql, ReadGrant, ("@person", personId)), cancellationToken);

    public Task<IReadOnlyList<(string Person, AccessLevel Permission)>> ReadGrantsOfAsync(string workspace, string experimentId, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<(string, AccessLevel)>>(
            session => session.Query(
                GrantsOfSql,
                static row => (row.GetString(0), (AccessLevel)row.GetInt64(1)),
                ("@workspace", workspace),
                ("@experiment", SqlExperiments.Key(experimentId) ?? -1),
                ("@limit", (long)limit)),
            cancellationToken);

    public Task<bool> AddGrantAsync(string person, string workspace, string experimentId, AccessLevel permission, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute(
            AddGrantSql,
            ("@person", Require(session, person).Id),
            ("@workspace", workspace),
            ("@experiment", SqlExperiments.Key(experimentId) ?? throw SqlExperiments.NotStored(experimentId)),
            ("@permission", (long)permission)) > 0,
        0,
        cancellationToken);

    public Task ChangeGrantAsync(string person, string workspace, string experimentId, AccessLevel? permission, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var (id, experiment) = (Require(session, person).Id, SqlExperiments.Key(experimentId) ?? -1);
            var changed = permission is { } level
                ? session.Execute(ChangeGrantSql, ("@person", id), ("@workspace", workspace), ("@experiment", experiment), ("@permission", (long)level))
                : session.Execute(DeleteGrantSql, ("@person", id), ("@workspace", workspace), ("@experiment", experiment));
            return changed > 0 ? true : throw new NotStoredException($"Experiment permission with experiment_id={experimentId} and username={person} not found");
        },
        0,
        cancellationToken);

    public Task SetMemberAsync(string workspace, string person, AccessLevel? permission, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var id = Require(session, person).Id;
            var changed = permission is { } level
                ? session.Execute(SetMemberSql, ("@person", id), ("@workspace", workspace), ("@permission", (long)level))
                : session.Execute(DeleteMemberSql, ("@person", id), ("@workspace", workspace));
            return changed > 0 ? true : throw new NotStoredException($"User with username={person} is no member of workspace '{workspace}'");
        },
        0,
        cancellationToken);

    public Task<IReadOnlyList<(string Person, AccessLevel Permission)>> ListMembersAsync(string workspace, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<(string Person, AccessLevel Permission)>>(
            session => session.Query(MembersSql, static row => (row.GetString(0), (AccessLevel)row.GetInt64(1)), ("@workspace", workspace), ("@limit", (long)limit)), cancellationToken);

    public Task AddKeyAsync(ApiKey key, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute(
            AddKeySql,
            ("@id", key.Id),
            ("@name", key.Name),
            ("@hash", key.Hash),
            ("@scopes", (long)key.Scopes),
            ("@experiments", key.ExperimentIds is { } ids ? string.Join(' ', ids) : null),
            ("@by", key.CreatedBy),
            ("@created", key.CreatedMs),
            ("@expires", key.ExpiresMs),
            ("@workspace", key.Workspace),
            ("@quota", TextOf(key.Quota))),
        key.Name.Length,
        cancellationToken);

    public Task<ApiKey?> FindKeyAsync(string id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.Query(FindKeySql, ReadKey, ("@id", id)).FirstOrDefault(), cancellationToken);

    public Task<IReadOnlyList<ApiKey>> ListKeysAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ApiKey>>(session => session.Query(ListKeysSql, ReadKey, ("@limit", (long)limit)), cancellationToken);

    public Task RevokeKeyAsync(string id, CancellationToken cancellationToken)
    {
        var now = Now;
        return database.WriteAsync(
            session => session.Execute(RevokeSql, ("@id", id), ("@now", now)) > 0 ? true : throw NoKey(id), 0, cancellationToken);
    }

    public Task<ApiKey> ChangeKeyQuotaAsync(string id, QuotaChange change, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var key = session.Query(FindKeySql, ReadKey, ("@id", id)).FirstOrDefault() ?? throw NoKey(id);
            var changed = key with { Quota = change.ApplyTo(key.Quota) };
            session.Execute(QuotaSql, ("@id", id), ("@quota", TextOf(changed.Quota)));
            return changed;
        },
        0,
        cancellationToken);

    public Task NoteKeyUseAsync(string id, long usedMs, CancellationToken cancellationToken) =>
        database.WriteAsync(session => session.Execute(UseSql, ("@id", id), ("@used", usedMs)), 0, cancellationToken);

    private static Person Require(SqlSession session, string name) => Find(session, name) ?? throw NotStored(name);

    private static NotStoredException NotStored(string name) => new($"User with username={name} not found");

    private static NotStoredException NoKey(string id) => new($"There is no key '{id}'.");

    private static string? TextOf(Quota quota) => quota == Quota.None ? null : quota.ToString();

    private static ExperimentGrant ReadGrant(DbDataReader row) =>
        new(row.GetInt64(0).ToString(CultureInfo.InvariantCulture), row.GetInt64(1), (AccessLevel)row.GetInt64(2)) { Workspace = row.GetString(3) };

    private static Membership ReadMembership(DbDataReader row) => new(row.GetString(0), (AccessLevel)row.GetInt64(1));

    private static ApiKey ReadKey(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        (AccessScopes)row.GetInt64(3),
        row.TextOrNull(4)?.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        row.GetString(5),
        row.GetInt64(6))
    {
        ExpiresMs = row.Int64OrNull(7),
        RevokedMs = row.Int64OrNull(8),
        LastUsedMs = row.Int64OrNull(9),
        Workspace = row.GetString(10),
        Quota = Quota.Parse(row.TextOrNull(11) ?? string.Empty),
    };

    private Task<bool> ChangePersonAsync(string name, Func<SqlSession, int> change, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            Require(session, name);
            change(session);
            return true;
        },
        name.Length,
        cancellationToken);

    // A store without anybody who may do everything could be opened by no one any more. All who may are held until it is done: two who remove each other at
    // once would each see the other one still there.
    private Task<bool> EndAdminAsync(string name, Func<SqlSession, int> change, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var admins = session.Query(AdminsSql + session.Dialect.Locked, static row => row.GetInt64(0));
            var person = Require(session, name);
            if (admins is [var last] && last == person.Id)
            {
                throw new RefusedChangeException($"'{name}' is the last one who may do everything here. Make somebody else an admin first.");
            }

            change(session);
            return true;
        },
        name.Length,
        cancellationToken);
}
