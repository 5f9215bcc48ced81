using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Completion;
using OtelBridge.Web.Addresses;

namespace OtelBridge.Web.Traces;

/// <summary>The chips of the filter bar: what people ask for most, what the filter says now, and ranges of time.</summary>
internal static class FilterChips
{
    private static readonly (string Title, string Condition)[] Usual =
    [
        ("Errors", "status = 'ERROR'"),
        ("Running", "status = 'IN_PROGRESS'"),
        ("Slower than 10 s", "execution_time_ms > 10000"),
        ("Over 10 cents", "cost.total > 0.1"),
    ];

    private static readonly (string Title, string Last)[] Ranges = [("15 min", "15m"), ("1 h", "1h"), ("24 h", "24h"), ("7 days", "7d"), ("30 days", "30d"), ("All", "")];

    /// <summary>The conditions that people ask for most.</summary>
    public static IReadOnlyList<FilterChip> OfUsual(TraceListAddress address)
    {
        var conditions = ConditionsOf(address.Scope.Filter);
        return [.. Usual.Select(chip => conditions.Contains(chip.Condition)
            ? new FilterChip(chip.Title, true, Without(address, chip.Condition))
            : new FilterChip(chip.Title, false, address.With(address.Scope.And(chip.Condition)).Page))];
    }

    /// <summary>The conditions of the filter, each with the list without it; those of <see cref="OfUsual"/> are not repeated.</summary>
    public static IReadOnlyList<FilterChip> OfPresent(TraceListAddress address) =>
    [
        .. ConditionsOf(address.Scope.Filter).Where(static condition => Usual.All(chip => chip.Condition != condition))
            .Select(condition => new FilterChip(condition, true, Without(address, condition))),
    ];

    /// <summary>The ranges of time that end now.</summary>
    public static IReadOnlyList<FilterChip> OfRanges(TraceListAddress address) =>
    [
        .. Ranges.Select(range =>
        {
            var next = range.Last.Length > 0 ? new TimeRange(range.Last, null, null) : TimeRange.All;
            return new FilterChip(range.Title, address.Scope.Range == next, address.With(address.Scope with { Range = next }).Page);
        }),
    ];

    /// <summary>The conditions of a filter; none where it cannot be read.</summary>
    public static IReadOnlyList<string> ConditionsOf(string filter)
    {
        try
        {
            return FilterConditions.Of(filter);
        }
        catch (InvalidFilterException)
        {
            return [];
        }
    }

    public static string Without(TraceListAddress address, string condition) =>
        address.With(address.Scope with { Filter = FilterConditions.Without(address.Scope.Filter, condition) }).Page;
}
