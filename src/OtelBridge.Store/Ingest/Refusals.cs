using System.Globalization;

namespace OtelBridge.Store.Ingest;

/// <summary>Counts the spans of one request that are refused, and remembers why, each reason once.</summary>
internal sealed class Refusals
{
    private const int MaxReasons = 5;

    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal); // bounded by MaxReasons
    private long _otherReasons;

    public long Count { get; private set; }

    public void Add(string reason, long spans = 1)
    {
        Count += spans;
        if (_reasons.TryGetValue(reason, out var count) || _reasons.Count < MaxReasons)
        {
            _reasons[reason] = count + spans;
        }
        else
        {
            _otherReasons += spans;
        }
    }

    /// <summary>Writes for example <c>Refused 2 span(s): a span id must not be all zero (2).</c></summary>
    public override string ToString()
    {
        if (Count == 0)
        {
            return string.Empty;
        }

        var reasons = _reasons.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Key} ({r.Value})"));
        var rest = _otherReasons > 0 ? string.Create(CultureInfo.InvariantCulture, $"; other reasons ({_otherReasons})") : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"Refused {Count} span(s): {string.Join("; ", reasons)}{rest}.");
    }
}
