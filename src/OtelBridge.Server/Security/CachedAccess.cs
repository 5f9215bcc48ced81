using System.Collections.Concurrent;
using OtelBridge.Store.Access;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Security;

/// <summary>Who people and keys are, remembered for some seconds: every request asks. What this server changes it forgets at once; of others it learns after <see cref="Age"/>.</summary>
internal sealed class CachedAccess(IAccessCatalog catalog, TimeProvider time)
{
    /// <summary>How long a change by another server may go unnoticed, at most.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(5);

    private const int MostKept = 10_000;

    // Bounded by MostKept: when one is full, all of it is asked for anew.
    private readonly ConcurrentDictionary<string, (long At, ApiKey? Key)> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (long At, Person? Person, IReadOnlyList<ExperimentGrant> Grants)> _people = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, (long At, SignIn? SignIn)> _signIns = new(StringComparer.Ordinal);

    public IAccessCatalog Catalog => catalog;

    public async ValueTask<ApiKey?> FindKeyAsync(string id, CancellationToken cancellationToken)
    {
        if (_keys.TryGetValue(id, out var known) && time.GetElapsedTime(known.At) < Age)
        {
            return known.Key;
        }

        var at = time.GetTimestamp();
        var key = await catalog.FindKeyAsync(id, cancellationToken);
        Keep(_keys, id, (at, key));
        return key;
    }

    public async ValueTask<(Person? Person, IReadOnlyList<ExperimentGrant> Grants)> FindPersonAsync(string name, CancellationToken cancellationToken)
    {
        if (_people.TryGetValue(name, out var known) && time.GetElapsedTime(known.At) < Age)
        {
            return (known.Person, known.Grants);
        }

        var at = time.GetTimestamp();
        var person = await catalog.FindPersonAsync(name, cancellationToken);
        var grants = person is null ? [] : await catalog.ReadGrantsAsync(person.Id, cancellationToken);
        Keep(_people, name, (at, person, grants));
        return (person, grants);
    }

    public async ValueTask<SignIn?> FindSignInAsync(string hash, CancellationToken cancellationToken)
    {
        if (_signIns.TryGetValue(hash, out var known) && time.GetElapsedTime(known.At) < Age)
        {
            return known.SignIn;
        }

        var at = time.GetTimestamp();
        var signIn = await catalog.SignIns.FindAsync(hash, cancellationToken);
        Keep(_signIns, hash, (at, signIn));
        return signIn;
    }

    /// <summary>Remembers that a sign-in ends later, unless it was ended meanwhile.</summary>
    public void Note(SignIn signIn)
    {
        if (_signIns.TryGetValue(signIn.Hash, out var known))
        {
            _signIns.TryUpdate(signIn.Hash, (known.At, signIn), known);
        }
    }

    /// <summary>Notes that a key is used; whether that can be written down is no affair of its caller.</summary>
    public async ValueTask NoteKeyUseAsync(ApiKey key, long usedMs, CancellationToken cancellationToken)
    {
        _keys[key.Id] = (time.GetTimestamp(), key with { LastUsedMs = usedMs });
        try
        {
            await catalog.NoteKeyUseAsync(key.Id, usedMs, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The next use is noted again, in a minute.
        }
    }

    /// <summary>Asks anew: something was changed here.</summary>
    public void Forget()
    {
        _keys.Clear();
        _people.Clear();
        _signIns.Clear();
    }

    private static void Keep<T>(ConcurrentDictionary<string, T> cache, string name, T value)
    {
        if (cache.Count >= MostKept)
        {
            cache.Clear();
        }

        cache[name] = value;
    }
}
