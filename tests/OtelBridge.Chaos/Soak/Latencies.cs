using System.Collections.Concurrent;

namespace OtelBridge.Chaos.Soak;

/// <summary>How long things took since it was asked last. Thread-safe.</summary>
internal sealed class Latencies
{
    private readonly ConcurrentQueue<double> _values = new(); // bounded by what happens between two samples

    public void Add(TimeSpan time) => _values.Enqueue(time.TotalMilliseconds);

    public Quantiles Take()
    {
        var values = new List<double>();
        while (_values.TryDequeue(out var value))
        {
            values.Add(value);
        }

        values.Sort();
        return values.Count == 0 ? default : new Quantiles(values[values.Count / 2], values[Math.Min(values.Count - 1, values.Count * 99 / 100)], values.Count);
    }
}
