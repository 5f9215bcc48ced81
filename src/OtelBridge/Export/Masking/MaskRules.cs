using System.Collections.Frozen;
using OtelBridge.Configuration;
using OtelBridge.Export.Filtering;

namespace OtelBridge.Export.Masking;

/// <summary>The rules of one destination, ready to be asked. Thread-safe.</summary>
internal sealed class MaskRules
{
    private readonly FrozenDictionary<string, MaskEffect> _keys;
    private readonly (Wildcard Name, MaskEffect Effect)[] _wildcards;

    public MaskRules(IReadOnlyList<MaskRuleSettings> rules)
    {
        var all = rules.Select(static rule => (Rule: rule, Effect: new MaskEffect(rule))).ToArray();
        var keys = all.SelectMany(static r => r.Rule.Keys.Select(key => (Key: key, r.Effect))).ToLookup(static k => Wildcard.IsOne(k.Key));
        // What is named twice is masked as the first rule says.
        _keys = keys[false].DistinctBy(static k => k.Key, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(static k => k.Key, static k => k.Effect, StringComparer.OrdinalIgnoreCase);
        _wildcards = [.. keys[true].Select(static k => (new Wildcard(k.Key), k.Effect))];
        Paths = [.. all.Where(static r => r.Rule.JsonPath is not null).Select(static r => (JsonPath.TryParse(r.Rule.JsonPath!, out _)!, r.Effect))];
        Patterns = [.. all.Where(static r => r.Rule.Pattern is not null).Select(static r => new MaskPattern(r.Rule.Pattern!, r.Effect))];
    }

    public IReadOnlyList<(JsonPath Path, MaskEffect Effect)> Paths { get; }

    public IReadOnlyList<MaskPattern> Patterns { get; }

    /// <summary>Gets whether a value can be hidden by where it stands, so that JSON must be understood.</summary>
    public bool HavePlaces => Paths.Count > 0 || _keys.Count > 0 || _wildcards.Length > 0;

    /// <summary>What becomes of the value of an attribute or member; null when no rule names it.</summary>
    public MaskEffect? OfKey(string key)
    {
        if (_keys.TryGetValue(key, out var effect))
        {
            return effect;
        }

        foreach (var (name, ofName) in _wildcards)
        {
            if (name.Matches(key))
            {
                return ofName;
            }
        }

        return null;
    }

    /// <summary>What becomes of a whole value.</summary>
    public MaskEffect? OfRoot()
    {
        foreach (var (path, effect) in Paths)
        {
            if (path.IsRoot)
            {
                return effect;
            }
        }

        return null;
    }
}
