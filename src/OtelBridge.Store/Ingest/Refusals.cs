using System.Globalization;

namespace OtelBridge.Store.Ingest;

/// <summary>Counts the spans of one request that are refused, and remembers why, each reason once.</summary>
internal sealed class Refusals
{
    private const int MaxReasons = 5;

    private readonly Dictionary<string, (long Spans, long Largest)> _reasons = new(StringComparer.Ordinal); // bounded by MaxReasons
    private long _otherReasons;

    public long Count { get; private set; }

    /// <summary>Gets how many of them are larger than a quota allows.</summary>
    public long TooLarge { get; private set; }

    public void Add(string reason, long spans = 1) => Add(reason, spans, 0);

    /// <summary>Counts a span of which something is too large: of all that are for the same reason, the largest is told.</summary>
    public void AddTooLarge(string reason, long size)
    {
        TooLarge++;
        Add(reason, 1, size);
    }

    /// <summary>Writes for example <c>Refused 2 span(s): a span id must not be all zero (2).</c></summary>
    public override string ToString()
    {
        if (Count == 0)
        {
            return string.Empty;
        }

        var reasons = _reasons.Select(static r =>
        {
            var largest = r.Value.Largest > 0 ? string.Create(CultureInfo.InvariantCulture, $", and there were up to {r.Value.Largest}") : string.Empty;
            return string.Create(CultureInfo.InvariantCulture, $"{r.Key}{largest} ({r.Value.Spans})");
        });
        var rest = _otherReasons > 0 ? string.Create(CultureInfo.InvariantCulture, $"; other reasons ({_otherReasons})") : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"Refused {Count} span(s): {string.Join("; ", reasons)}{rest}.");
    }

    private void Add(string reason, long spans, long size)
    {
        Count += spans;
        if (_reasons.TryGetValue(reason, out var known) || _reasons.Count < MaxReasons)
        {
            _reasons[reason] = (known.Spans + spans, Math.Max(known.Largest, size));
        }
        else
        {
            _otherReasons += spans;
        }
    }
}
