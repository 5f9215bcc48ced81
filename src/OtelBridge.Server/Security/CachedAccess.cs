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
    private readonly ConcurrentDictionary<string, Known<ApiKey?>> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Known<(Person? Person, IReadOnlyList<ExperimentGrant> Grants)>> _people = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Known<SignIn?>> _signIns = new(StringComparer.Ordinal);

    // How often something was changed here. What was read before a change counts no more, also where the answer of the store comes in after it.
    private long _changes;

    public IAccessCatalog Catalog => catalog;

    public ValueTask<ApiKey?> FindKeyAsync(string id, CancellationToken cancellationToken) =>
        FindAsync(_keys, id, static (catalog, id, cancellationToken) => catalog.FindKeyAsync(id, cancellationToken), cancellationToken);

    public ValueTask<(Person? Person, IReadOnlyList<ExperimentGrant> Grants)> FindPersonAsync(string name, CancellationToken cancellationToken) =>
        FindAsync(_people, name, ReadPersonAsync, cancellationToken);

    public ValueTask<SignIn?> FindSignInAsync(string hash, CancellationToken cancellationToken) =>
        FindAsync(_signIns, hash, static (catalog, hash, cancellationToken) => catalog.SignIns.FindAsync(hash, cancellationToken), cancellationToken);

    /// <summary>Remembers that a sign-in ends later, unless it was ended meanwhile.</summary>
    public void Note(SignIn signIn) => Note(_signIns, signIn.Hash, known => known is null ? null : signIn);

    /// <summary>Notes that a key is used, unless it was ended meanwhile; whether that can be written down is no affair of its caller.</summary>
    public async ValueTask NoteKeyUseAsync(ApiKey key, long usedMs, CancellationToken cancellationToken)
    {
        Note(_keys, key.Id, known => known is null ? null : known with { LastUsedMs = usedMs });
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
        Interlocked.Increment(ref _changes);
        _keys.Clear();
        _people.Clear();
        _signIns.Clear();
    }

    private static async Task<(Person? Person, IReadOnlyList<ExperimentGrant> Grants)> ReadPersonAsync(IAccessCatalog catalog, string name, CancellationToken cancellationToken)
    {
        var person = await catalog.FindPersonAsync(name, cancellationToken);
        return (person, person is null ? [] : await catalog.ReadGrantsAsync(person.Id, cancellationToken));
    }

    // On top of what is known now, which may be another state than the caller has seen; neither since when it is known changes, nor does what was forgotten come back.
    private static void Note<T>(ConcurrentDictionary<string, Known<T>> cache, string name, Func<T, T> change)
    {
        if (cache.TryGetValue(name, out var known))
        {
            cache.TryUpdate(name, known with { Value = change(known.Value) }, known);
        }
    }

    private async ValueTask<T> FindAsync<T>(
        ConcurrentDictionary<string, Known<T>> cache, string name, Func<IAccessCatalog, string, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(name, out var known) && known.Changes == Interlocked.Read(ref _changes) && time.GetElapsedTime(known.At) < Age)
        {
            return known.Value;
        }

        var (at, changes) = (time.GetTimestamp(), Interlocked.Read(ref _changes));
        var value = await read(catalog, name, cancellationToken);
        if (cache.Count >= MostKept)
        {
            cache.Clear();
        }

        cache[name] = new Known<T>(at, changes, value);
        return value;
    }

    // A class, and compared as one: TryUpdate then takes the very entry that was seen.
    private sealed record Known<T>(long At, long Changes, T Value)
    {
        public bool Equals(Known<T>? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
