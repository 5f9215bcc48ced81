using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace OtelBridge.Store.Migration;

/// <summary>The traces that this migration has stored, so that one which is deleted at the source meanwhile is told from one that only the target ever had.</summary>
internal sealed class CopiedTraces
{
    // Some hundred megabytes. Of more the rest is not known here, and left alone.
    private const int Most = 10_000_000;

    private readonly ConcurrentDictionary<ulong, byte> _ids = new(); // bounded by Most

    public void Add(string traceId)
    {
        if (_ids.Count < Most)
        {
            _ids.TryAdd(Key(traceId), 0);
        }
    }

    public bool Contains(string traceId) => _ids.ContainsKey(Key(traceId));

    private static ulong Key(string traceId) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(traceId)));
}
