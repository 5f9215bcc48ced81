using OtelBridge.Configuration;
using OtelBridge.Masking;

namespace OtelBridge.Export.Masking;

/// <summary>Masks the tags and metadata of traces that go with the metric of spans, by the rules for all destinations. Thread-safe.</summary>
/// <remarks>It runs on the program's threads, so nothing is searched: where a rule would have to look into a value, the value is left out.</remarks>
internal sealed class FactMask
{
    private readonly MaskRules? _rules;

    private FactMask(MaskRules? rules) => _rules = rules;

    /// <summary>The mask of some rules; null when there are none.</summary>
    public static FactMask? Of(MaskSettings? settings)
    {
        if (settings is null)
        {
            return null;
        }

        var rules = settings.HidesAll ? null : new MaskRules([.. settings.Rules.Select(static rule => rule.Terms())]);
        return new FactMask(rules is { Patterns.Count: 0, Paths.Count: 0 } ? rules : null);
    }

    /// <summary>The value as it may be seen; null for not at all.</summary>
    /// <param name="key">The attribute of the root span.</param>
    /// <param name="fact">What the tag or metadata is called.</param>
    /// <param name="value">The value.</param>
    public string? Mask(string key, string fact, string value)
    {
        if (_rules is null || value.AsSpan().IndexOfAny('{', '[', '"') >= 0)
        {
            return null;
        }

        return (_rules.OfKey(key) ?? _rules.OfKey(fact)) is { } effect ? effect.Of(value) : value;
    }
}
