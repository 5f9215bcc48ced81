using System.Runtime.InteropServices;

namespace OtelBridge.Store.Search.Text;

/// <summary>Words that were written to the dictionary not long ago, so that most are written once. Forgets by itself: 16 MiB whatever happens.</summary>
internal sealed class RecentWords
{
    private readonly ulong[] _hashes = new ulong[1 << 21];

    /// <summary>Gives those that are not known, each once.</summary>
    public HashSet<string> Unknown(IEnumerable<string> words) => words.Where(word => Slot(word) is var (slot, hash) && _hashes[slot] != hash).ToHashSet(StringComparer.Ordinal);

    /// <summary>Notes words.</summary>
    public void Add(IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            var (slot, hash) = Slot(word);
            _hashes[slot] = hash;
        }
    }

    // FNV-1a of 64 bits, well mixed: two words of one hash would cost the second its place in the dictionary.
    private (int Slot, ulong Hash) Slot(string word)
    {
        var hash = 14695981039346656037UL;
        foreach (var b in MemoryMarshal.AsBytes(word.AsSpan()))
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        hash ^= hash >> 32;
        return ((int)(hash % (ulong)_hashes.Length), hash);
    }
}
