using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Aggregates;

/// <summary>Sums by a value. Of very many values the rare ones are left out, so that names that are different every time fill no memory.</summary>
internal sealed class GroupSums
{
    /// <summary>The most values that are kept when the others go.</summary>
    public const int Kept = 5_000;

    private readonly Dictionary<string, Sums> _groups = new(StringComparer.Ordinal); // bounded by four times Kept

    public IReadOnlyDictionary<string, Sums> Groups => _groups;

    /// <summary>Gives the sums of a value; long ones are cut.</summary>
    public Sums this[string value]
    {
        get
        {
            value = FacetRule.Cut(value);
            if (!_groups.TryGetValue(value, out var sums))
            {
                if (_groups.Count == 4 * Kept)
                {
                    Prune();
                }

                _groups[value] = sums = new Sums();
            }

            return sums;
        }
    }

    public void Add(GroupSums other)
    {
        foreach (var (value, sums) in other._groups)
        {
            this[value].Add(sums);
        }
    }

    /// <summary>Leaves out the rarest values above <see cref="Kept"/>.</summary>
    public void Prune()
    {
        foreach (var (value, _) in _groups.OrderByDescending(static group => group.Value.Count).ThenBy(static group => group.Key, StringComparer.Ordinal).Skip(Kept).ToList())
        {
            _groups.Remove(value);
        }
    }

    /// <summary>Gives the largest groups; equals by their value.</summary>
    public IReadOnlyList<AggregateGroup> Largest(AggregateOrder order, int limit)
    {
        Prune();
        return
        [
            .. _groups.Select(static group => new AggregateGroup(group.Key, group.Value.ToTotals()))
                .OrderByDescending(group => Rank(group.Totals, order)).ThenBy(static group => group.Value, StringComparer.Ordinal).Take(limit),
        ];
    }

    private static long Rank(Totals totals, AggregateOrder order) => order switch
    {
        AggregateOrder.Errors => totals.Errors,
        AggregateOrder.Duration95 => totals.Duration95 ?? -1,
        AggregateOrder.Tokens => totals.TotalTokens,
        AggregateOrder.Cost => totals.Cost ?? -1,
        _ => totals.Count,
    };
}
