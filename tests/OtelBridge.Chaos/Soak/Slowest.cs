using System.Collections.Concurrent;
using System.Globalization;

namespace OtelBridge.Chaos.Soak;

/// <summary>The longest of each kind. Thread-safe.</summary>
internal sealed class Slowest
{
    private readonly ConcurrentDictionary<string, TimeSpan> _times = new(); // bounded by the kinds that its user knows

    public IEnumerable<string> Lines => _times.OrderByDescending(static pair => pair.Value)
        .Select(static pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value.TotalMilliseconds,8:N0} ms at most: {(pair.Key.Length == 0 ? "everything" : pair.Key)}"));

    public void Add(string kind, TimeSpan time) => _times.AddOrUpdate(kind, time, (_, longest) => time > longest ? time : longest);
}
