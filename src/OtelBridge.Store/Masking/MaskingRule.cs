using OtelBridge.Masking;

namespace OtelBridge.Store.Masking;

/// <summary>One rule of the file: where it looks, for what, and what becomes of it. Immutable.</summary>
internal sealed class MaskingRule
{
    /// <summary>Gets what the rule is called in reports.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the experiments it is for, by name or id, some with <c>*</c>; empty for all.</summary>
    public IReadOnlyList<string> Experiments { get; init; } = [];

    public MaskPlaces Places { get; init; } = MaskPlaces.All;

    /// <summary>Gets the keys of what it looks into, some with <c>*</c>; empty for everything.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    public IReadOnlyList<JsonPath> Paths { get; init; } = [];

    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Gets what is looked for in texts.</summary>
    public IReadOnlyList<SoughtPattern> Patterns { get; init; } = [];

    /// <summary>Gets what becomes of a value, given who is to be told of it.</summary>
    public required Func<Action<string>?, MaskEffect> Effect { get; init; }

    /// <summary>Gets whether it masks whatever it looks at.</summary>
    public bool IsWhole => Paths.Count == 0 && Keys.Count == 0 && Patterns.Count == 0;

    public bool IsFor(string experimentId, string? experimentName) =>
        Experiments.Count == 0 || Experiments.Any(named => IsNamed(named, experimentId) || (experimentName is not null && IsNamed(named, experimentName)));

    /// <summary>Whether it looks at what stands at a place under a key; null where the place has no keys.</summary>
    public bool LooksAt(MaskPlaces place, string? key) =>
        (Places & place) != 0 && (Attributes.Count == 0 || (key is not null && Attributes.Any(named => IsNamed(named, key))));

    /// <summary>Whether it masks the whole value under a key.</summary>
    public bool Names(string key) => Keys.Any(named => IsNamed(named, key));

    /// <summary>The rule as values are masked by it.</summary>
    /// <param name="found">Who is told of what it finds.</param>
    public MaskTerms Terms(Action<string>? found)
    {
        var effect = Effect(found);
        return new MaskTerms(effect) { Paths = Paths, Keys = Keys, Patterns = [.. Patterns.Select(pattern => pattern.With(effect))] };
    }

    private static bool IsNamed(string named, string name) =>
        Wildcard.IsOne(named) ? new Wildcard(named).Matches(name) : named.Equals(name, StringComparison.OrdinalIgnoreCase);
}
