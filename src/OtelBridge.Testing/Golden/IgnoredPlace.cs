using OtelBridge.Masking;

namespace OtelBridge.Testing.Golden;

/// <summary>How far each of some paths is at one value.</summary>
internal readonly struct IgnoredPlace
{
    private readonly JsonPath[] _paths;
    private readonly ulong[] _states;

    public IgnoredPlace(JsonPath[] paths)
        : this(paths, [.. paths.Select(static _ => JsonPath.Start)], isIgnored: false)
    {
    }

    private IgnoredPlace(JsonPath[] paths, ulong[] states, bool isIgnored)
    {
        _paths = paths;
        _states = states;
        IsIgnored = isIgnored;
    }

    /// <summary>Gets whether one of the paths means this value, or one around it.</summary>
    public bool IsIgnored { get; }

    public IgnoredPlace Member(string name) => Step(name, 0);

    public IgnoredPlace Element(int index) => Step(null, index);

    private IgnoredPlace Step(string? name, int index)
    {
        if (_paths.Length == 0)
        {
            return this;
        }

        var states = new ulong[_paths.Length];
        var isIgnored = IsIgnored;
        for (var i = 0; i < _paths.Length; i++)
        {
            states[i] = _paths[i].Step(_states[i], name, index, out var isMatch);
            isIgnored |= isMatch;
        }

        return new IgnoredPlace(_paths, states, isIgnored);
    }
}
