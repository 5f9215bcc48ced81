using System.Collections.Concurrent;

namespace OtelBridge.Server.Security;

/// <summary>Counts wrong passwords, so that nobody tries them all: after some a minute, of one name or from one address, the next are not even looked at.</summary>
internal sealed class FailedSignIns(TimeProvider time)
{
    private const int Most = 20;
    private const int MostKept = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // Bounded by MostKept: when it is full, all begin anew.
    private readonly ConcurrentDictionary<string, (long Since, int Count)> _failures = new(StringComparer.Ordinal);

    /// <summary>How long to wait before the next try; null when there is no need to.</summary>
    public TimeSpan? FindWait(string who)
    {
        if (!_failures.TryGetValue(who, out var failures) || failures.Count < Most)
        {
            return null;
        }

        var left = Window - time.GetElapsedTime(failures.Since);
        return left > TimeSpan.Zero ? left : null;
    }

    public void Add(string who)
    {
        if (_failures.Count >= MostKept)
        {
            _failures.Clear();
        }

        var now = time.GetTimestamp();
        _failures.AddOrUpdate(who, _ => (now, 1), (_, before) => time.GetElapsedTime(before.Since) < Window ? (before.Since, before.Count + 1) : (now, 1));
    }
}
