namespace OtelBridge.Store.Access;

/// <summary>The browsers in which people have signed in. They end with their person, and with the password that they were opened with.</summary>
public interface ISignInCatalog
{
    /// <summary>Adds one, for a person whose password is still the given one; false when it was changed meanwhile. What is over is removed, and of each person the oldest beyond a limit.</summary>
    Task<bool> AddAsync(string hash, Person person, long nowMs, long expiresMs, CancellationToken cancellationToken);

    /// <summary>Finds one by its hash, also one that is over; null when there is none.</summary>
    Task<SignIn?> FindAsync(string hash, CancellationToken cancellationToken);

    /// <summary>Lets one end later; one that is not there any more stays away.</summary>
    Task ExtendAsync(string hash, long expiresMs, CancellationToken cancellationToken);

    /// <summary>Ends one, if it is there.</summary>
    Task EndAsync(string hash, CancellationToken cancellationToken);

    /// <summary>Ends all of a person, if there are any.</summary>
    Task EndAllAsync(long personId, CancellationToken cancellationToken);
}
