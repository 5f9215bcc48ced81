using System.Numerics;

namespace OtelBridge.Store.Storage.Aggregates;

/// <summary>How often which durations were, in classes of 1/32 of a power of two: what is said of them is within 1.6 %, also of several histograms together.</summary>
internal sealed class DurationHistogram
{
    private const int Bits = 5;

    private readonly Dictionary<int, long> _counts = []; // bounded by the classes that 63 bits have, some 1,900

    /// <summary>Gets the counts by class.</summary>
    public IReadOnlyDictionary<int, long> Counts => _counts;

    public void Add(long duration) => Add(Class(duration), 1);

    public void Add(int durationClass, long count)
    {
        ref var counted = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, durationClass, out _);
        counted += count;
    }

    public void Add(DurationHistogram other)
    {
        foreach (var (durationClass, count) in other._counts)
        {
            Add(durationClass, count);
        }
    }

    /// <summary>Gives durations that so many of 100 do not exceed; null where there are none.</summary>
    /// <param name="percents">In ascending order.</param>
    public long?[] Percentiles(params ReadOnlySpan<int> percents)
    {
        var found = new long?[percents.Length];
        var total = _counts.Values.Sum();
        if (total == 0)
        {
            return found;
        }

        var (seen, next) = (0L, 0);
        foreach (var (durationClass, count) in _counts.OrderBy(static counted => counted.Key))
        {
            seen += count;
            while (next < percents.Length && (Int128)seen * 100 >= (Int128)total * percents[next])
            {
                found[next++] = Middle(durationClass);
            }
        }

        return found;
    }

    // Small numbers have a class each; of the others the highest bits are the class.
    private static int Class(long duration)
    {
        var value = (ulong)Math.Max(0, duration);
        var shift = Math.Max(0, BitOperations.Log2(value | 1) - Bits);
        return (shift << Bits) + (int)(value >> shift);
    }

    private static long Middle(int durationClass)
    {
        var shift = Math.Max(0, (durationClass >> Bits) - 1);
        var lowest = (long)(durationClass - (shift << Bits)) << shift;
        return lowest + (((1L << shift) - 1) / 2);
    }
}
