using OtelBridge.Store.Quotas;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Access;

/// <summary>The people, keys and permissions of a store. Every change is durable when its task completes, and all servers on the store see it.</summary>
public interface IAccessCatalog
{
    /// <summary>Gets the browsers in which people have signed in.</summary>
    ISignInCatalog SignIns { get; }

    /// <summary>Gets who people are for a provider of OpenID Connect.</summary>
    IIdentityCatalog Identities { get; }

    /// <summary>Gets what was stored today, by whom.</summary>
    IQuotaCatalog Quotas { get; }

    /// <summary>Adds a person; null when somebody has that name.</summary>
    Task<Person?> AddPersonAsync(string name, string password, bool isAdmin, CancellationToken cancellationToken);

    /// <summary>Finds a person by the exact name, with their memberships; null when there is none.</summary>
    Task<Person?> FindPersonAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lists the people by name, at most so many.</summary>
    Task<IReadOnlyList<Person>> ListPeopleAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Sets the hash of a password, and ends every sign-in with the one before.</summary>
    /// <exception cref="NotStoredException">There is nobody of that name.</exception>
    Task SetPasswordAsync(string name, string password, CancellationToken cancellationToken);

    /// <summary>Sets whether a person may do everything.</summary>
    /// <exception cref="NotStoredException">There is nobody of that name.</exception>
    /// <exception cref="RefusedChangeException">Nobody would be left who may.</exception>
    Task SetAdminAsync(string name, bool isAdmin, CancellationToken cancellationToken);

    /// <summary>Deletes a person with their permissions and sign-ins.</summary>
    /// <exception cref="NotStoredException">There is nobody of that name.</exception>
    /// <exception cref="RefusedChangeException">Nobody would be left who may do everything.</exception>
    Task DeletePersonAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reads what a person may, by experiment of every workspace.</summary>
    Task<IReadOnlyList<ExperimentGrant>> ReadGrantsAsync(long personId, CancellationToken cancellationToken);

    /// <summary>Lists who was granted something of an experiment, by name, at most so many.</summary>
    Task<IReadOnlyList<(string Person, AccessLevel Permission)>> ReadGrantsOfAsync(string workspace, string experimentId, int limit, CancellationToken cancellationToken);

    /// <summary>Grants a permission that was not there; false when one is. That the workspace has the experiment is the caller's to know: it may be in another store.</summary>
    /// <exception cref="NotStoredException">There is no such person.</exception>
    Task<bool> AddGrantAsync(string person, string workspace, string experimentId, AccessLevel permission, CancellationToken cancellationToken);

    /// <summary>Changes a permission, or takes it back (null).</summary>
    /// <exception cref="NotStoredException">There is no such permission.</exception>
    Task ChangeGrantAsync(string person, string workspace, string experimentId, AccessLevel? permission, CancellationToken cancellationToken);

    /// <summary>Makes a person a member of a workspace, changes what they may there, or sends them away (null).</summary>
    /// <exception cref="NotStoredException">There is no such person; or nobody to send away.</exception>
    Task SetMemberAsync(string workspace, string person, AccessLevel? permission, CancellationToken cancellationToken);

    /// <summary>Lists the members of a workspace by name, at most so many.</summary>
    Task<IReadOnlyList<(string Person, AccessLevel Permission)>> ListMembersAsync(string workspace, int limit, CancellationToken cancellationToken);

    /// <summary>Adds a key.</summary>
    Task AddKeyAsync(ApiKey key, CancellationToken cancellationToken);

    /// <summary>Finds a key by its id, also one that is over; null when there is none.</summary>
    Task<ApiKey?> FindKeyAsync(string id, CancellationToken cancellationToken);

    /// <summary>Lists keys, the newest first, at most so many.</summary>
    Task<IReadOnlyList<ApiKey>> ListKeysAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Ends a key for good; one that is over stays as it is.</summary>
    /// <exception cref="NotStoredException">There is no such key.</exception>
    Task RevokeKeyAsync(string id, CancellationToken cancellationToken);

    /// <summary>Changes how much the user of a key may ask for, and gives the key as it is then.</summary>
    /// <exception cref="NotStoredException">There is no such key.</exception>
    Task<ApiKey> ChangeKeyQuotaAsync(string id, QuotaChange change, CancellationToken cancellationToken);

    /// <summary>Notes that a key was used.</summary>
    Task NoteKeyUseAsync(string id, long usedMs, CancellationToken cancellationToken);
}
