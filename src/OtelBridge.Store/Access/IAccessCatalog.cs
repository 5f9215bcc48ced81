using OtelBridge.Store.Quotas;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Access;

/// <summary>The people, keys and permissions of a store. Every change is durable when its task completes, and all servers on the store see it.</summary>
public interface IAccessCatalog
{
    /// <summary>Gets what was stored today, by whom.</summary>
    IQuotaCatalog Quotas { get; }

    /// <summary>Adds a person; null when somebody has that name.</summary>
    Task<Person?> AddPersonAsync(string name, string password, bool isAdmin, CancellationToken cancellationToken);

    /// <summary>Finds a person by the exact name; null when there is none.</summary>
    Task<Person?> FindPersonAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lists the people by name, at most so many.</summary>
    Task<IReadOnlyList<Person>> ListPeopleAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Sets the hash of a password.</summary>
    /// <exception cref="NotStoredException">There is nobody of that name.</exception>
    Task SetPasswordAsync(string name, string password, CancellationToken cancellationToken);

    /// <summary>Sets whether a person may do everything.</summary>
    /// <exception cref="NotStoredException">There is nobody of that name.</exception>
    /// <exception cref="RefusedChangeException">Nobody would be left who may.</exception>
    Task SetAdminAsync(string name, bool isAdmin, CancellationToken cancellationToken);

    /// <summary>Deletes a person with their permissions.</summary>
    /// <exception cref="NotStoredException">There is nobody of that name.</exception>
    /// <exception cref="RefusedChangeException">Nobody would be left who may do everything.</exception>
    Task DeletePersonAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reads what a person may, by experiment.</summary>
    Task<IReadOnlyList<ExperimentGrant>> ReadGrantsAsync(long personId, CancellationToken cancellationToken);

    /// <summary>Grants a permission that was not there; false when one is.</summary>
    /// <exception cref="NotStoredException">There is no such person or experiment.</exception>
    Task<bool> AddGrantAsync(string person, string experimentId, AccessLevel permission, CancellationToken cancellationToken);

    /// <summary>Changes a permission, or takes it back (null).</summary>
    /// <exception cref="NotStoredException">There is no such permission.</exception>
    Task ChangeGrantAsync(string person, string experimentId, AccessLevel? permission, CancellationToken cancellationToken);

    /// <summary>Adds a key.</summary>
    Task AddKeyAsync(ApiKey key, CancellationToken cancellationToken);

    /// <summary>Finds a key by its id, also one that is over; null when there is none.</summary>
    Task<ApiKey?> FindKeyAsync(string id, CancellationToken cancellationToken);

    /// <summary>Lists keys, the newest first, at most so many.</summary>
    Task<IReadOnlyList<ApiKey>> ListKeysAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Ends a key for good; one that is over stays as it is.</summary>
    /// <exception cref="NotStoredException">There is no such key.</exception>
    Task RevokeKeyAsync(string id, CancellationToken cancellationToken);

    /// <summary>Notes that a key was used.</summary>
    Task NoteKeyUseAsync(string id, long usedMs, CancellationToken cancellationToken);
}
