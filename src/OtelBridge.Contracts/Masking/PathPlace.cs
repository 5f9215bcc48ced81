namespace OtelBridge.Masking;

/// <summary>Where a walk is in each path of the rules, at one object or array.</summary>
internal readonly struct PathPlace
{
    private readonly ulong[] _states;

    private PathPlace(ulong[] states) => _states = states;

    /// <summary>The place at the root of a value.</summary>
    public static PathPlace Root(MaskRules rules)
    {
        var states = rules.Paths.Count == 0 ? [] : new ulong[rules.Paths.Count];
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = rules.Paths[i].Path.IsRoot ? 0 : JsonPath.Start;
        }

        return new PathPlace(states);
    }

    /// <summary>The place at a member or an element, and what becomes of it if a path means it.</summary>
    public PathPlace Step(MaskRules rules, string? name, int index, out MaskEffect? effect)
    {
        effect = null;
        if (_states.Length == 0)
        {
            return this;
        }

        var next = new ulong[_states.Length];
        for (var i = 0; i < next.Length; i++)
        {
            next[i] = rules.Paths[i].Path.Step(_states[i], name, index, out var isMatch);
            effect ??= isMatch ? rules.Paths[i].Effect : null;
        }

        return new PathPlace(next);
    }
}
