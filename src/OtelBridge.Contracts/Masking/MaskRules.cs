using System.Buffers;
using System.Collections.Frozen;

namespace OtelBridge.Masking;

/// <summary>Rules that hold together, ready to be asked. Thread-safe.</summary>
internal sealed class MaskRules
{
    private static readonly char[] Escaped = ['"', '\\', '/', .. Enumerable.Range(0, ' ').Select(static control => (char)control)];

    private readonly FrozenDictionary<string, MaskEffect> _keys;
    private readonly (Wildcard Name, MaskEffect Effect)[] _wildcards;
    private readonly SearchValues<string> _names;

    public MaskRules(IReadOnlyList<MaskTerms> rules)
    {
        var keys = rules.SelectMany(static rule => rule.Keys.Select(key => (Key: key, rule.Effect))).ToLookup(static k => Wildcard.IsOne(k.Key));
        // What is named twice is masked as the first rule says.
        _keys = keys[false].DistinctBy(static k => k.Key, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(static k => k.Key, static k => k.Effect, StringComparer.OrdinalIgnoreCase);
        _wildcards = [.. keys[true].Select(static k => (new Wildcard(k.Key), k.Effect))];
        Paths = [.. rules.SelectMany(static rule => rule.Paths.Select(path => (path, rule.Effect)))];
        Patterns = [.. rules.SelectMany(static rule => rule.Patterns)];
        _names = SearchValues.Create([.. Names(rules).Distinct(StringComparer.OrdinalIgnoreCase)], StringComparison.OrdinalIgnoreCase);
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

    /// <summary>Whether a text that cannot be read may hold what a rule means by its place: it has a name that a rule has.</summary>
    public bool MayMean(string text) => text.AsSpan().ContainsAny(_names);

    /// <summary>Whether a rule may change a text that is JSON: asked first, since most texts are not touched, and to read and write them costs more than to search them.</summary>
    public bool MayTouch(string text)
    {
        // Behind such an escape may be any character; the others stand for none that a name or a pattern begins with.
        if ((HavePlaces && MayMean(text)) || text.Contains("\\u", StringComparison.Ordinal))
        {
            return true;
        }

        foreach (var pattern in Patterns)
        {
            if (pattern.MayFind(text))
            {
                return true;
            }
        }

        return false;
    }

    // The longest piece that stands in a text as it is: without stars, and without what JSON may write by an escape.
    private static IEnumerable<string> Names(IReadOnlyList<MaskTerms> rules) => rules
        .SelectMany(static rule => rule.Keys.Select(static key => key.Replace('*', '"')).Concat(rule.Paths.SelectMany(static path => path.LastNames)))
        .Select(static name => name.Split(Escaped).MaxBy(static piece => piece.Length) ?? string.Empty);
}
