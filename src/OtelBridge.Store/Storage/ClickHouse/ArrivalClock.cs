using System.Security.Cryptography;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Numbers the writes of this server: microseconds since 1970 and random bits, always greater than the number before. Thread-safe.</summary>
/// <remarks>A number is the id of a write and the arrival of its spans. The random bits keep two servers apart that write to one trace in one microsecond.</remarks>
internal sealed class ArrivalClock(TimeProvider time)
{
    // 51 bits of microseconds last until 2041 and beyond; the highest bit of a rank tells that the span has ended.
    private const int RandomBits = 12;

    private readonly Lock _lock = new();
    private ulong _last;

    /// <summary>Gives the smallest number of a time.</summary>
    public static ulong At(DateTimeOffset now) => (ulong)Math.Max(0, (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond) << RandomBits;

    public ulong Next() => NextAfter(0);

    /// <summary>Gives a number that is also greater than one that was seen, whatever the clock of whoever gave that one.</summary>
    public ulong NextAfter(ulong seen)
    {
        var now = At(time.GetUtcNow()) | (uint)RandomNumberGenerator.GetInt32(1 << RandomBits);
        lock (_lock)
        {
            _last = Math.Max(now, Math.Max(_last, seen) + 1);
            return _last;
        }
    }
}
