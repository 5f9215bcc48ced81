using System.Collections.Frozen;
using OtelBridge.Masking;

namespace OtelBridge.Export.Filtering;

/// <summary>Names in whatever case, some with <c>*</c> for any text. Asking allocates nothing.</summary>
internal sealed class NameSet
{
    private readonly FrozenSet<string> _names;
    private readonly Wildcard[] _wildcards;

    private NameSet(IReadOnlyList<string> names)
    {
        _names = names.Where(static name => !Wildcard.IsOne(name)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _wildcards = [.. names.Where(Wildcard.IsOne).Select(static name => new Wildcard(name))];
    }

    /// <summary>The set of a list; null for an empty one.</summary>
    public static NameSet? Of(IReadOnlyList<string> names) => names.Count == 0 ? null : new NameSet(names);

    public bool Contains(string name)
    {
        if (_names.Contains(name))
        {
            return true;
        }

        foreach (var wildcard in _wildcards)
        {
            if (wildcard.Matches(name))
            {
                return true;
            }
        }

        return false;
    }
}
