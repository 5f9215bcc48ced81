using OtelBridge.Store.Access;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Storage;

namespace OtelBridge.Web.People;

/// <summary>Keys, people and permissions, as who may change them. Only there where callers are asked who they are.</summary>
internal interface IAccessDesk
{
    /// <summary>Lists keys, the newest first.</summary>
    Task<IReadOnlyList<ApiKey>> ListKeysAsync(CancellationToken cancellationToken);

    /// <summary>Makes a key; the secret is told this once.</summary>
    /// <exception cref="RefusedChangeException">There can be no such key; the message says why.</exception>
    Task<(ApiKey Key, string Secret)> AddKeyAsync(string name, AccessScopes scopes, IReadOnlyList<string> experimentIds, int? days, Quota quota, CancellationToken cancellationToken);

    /// <summary>Says how much the user of a key may ask for, all of it; for what is not said, the server decides. Gives the key as it is then.</summary>
    Task<ApiKey> SetKeyQuotaAsync(string id, Quota quota, CancellationToken cancellationToken);

    /// <summary>Ends a key for good.</summary>
    Task RevokeKeyAsync(string id, CancellationToken cancellationToken);

    /// <summary>Lists people by name.</summary>
    Task<IReadOnlyList<Person>> ListPeopleAsync(CancellationToken cancellationToken);

    /// <summary>Adds a person.</summary>
    /// <exception cref="RefusedChangeException">There can be no such person; the message says why.</exception>
    Task AddPersonAsync(string name, string password, CancellationToken cancellationToken);

    /// <summary>Reads a person, as an admin or as that person.</summary>
    Task<(Person Person, IReadOnlyList<ExperimentGrant> Grants)> GetPersonAsync(string name, CancellationToken cancellationToken);

    /// <summary>Sets a password.</summary>
    Task SetPasswordAsync(string name, string password, CancellationToken cancellationToken);

    /// <summary>Sets whether somebody may do everything.</summary>
    Task SetAdminAsync(string name, bool isAdmin, CancellationToken cancellationToken);

    /// <summary>Deletes a person.</summary>
    Task DeletePersonAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lists who was granted something of an experiment, as who manages it.</summary>
    Task<IReadOnlyList<(string Person, AccessLevel Permission)>> ReadGrantsOfAsync(string experimentId, CancellationToken cancellationToken);

    /// <summary>Grants a permission, changes it, or takes it back (null), as who manages the experiment.</summary>
    Task SetGrantAsync(string name, string experimentId, AccessLevel? permission, CancellationToken cancellationToken);
}
