using System.Globalization;
using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Completion;

namespace OtelBridge.Web.Addresses;

/// <summary>Which traces a page is about. Every page that shows several takes it from its address, and hands it on to where its marks lead.</summary>
/// <param name="ExperimentIds">Experiments; empty means all.</param>
/// <param name="Filter">A filter in the search language; empty for every trace.</param>
/// <param name="Range">When they started.</param>
public sealed record Scope(IReadOnlyList<string> ExperimentIds, string Filter, TimeRange Range)
{
    public const string ExperimentName = "experiment";
    public const string FilterName = "filter";

    private const long NanosPerMilli = 1_000_000;

    public static Scope Read(IQueryCollection query) =>
        new([.. query[ExperimentName].OfType<string>().Where(static id => id.Length > 0)], query[FilterName].ToString().Trim(), TimeRange.Read(query));

    /// <summary>The filter with the range in it, for searches that know no range.</summary>
    /// <exception cref="InvalidFilterException">The filter cannot be read.</exception>
    public string FilterWithRange(DateTimeOffset now)
    {
        var (from, to) = Range.Bounds(now);
        return TraceFilter.All(
        [
            Filter,
            from is { } start ? Text($"timestamp_ms >= {start / NanosPerMilli}") : "",
            to is { } end ? Text($"timestamp_ms < {end / NanosPerMilli}") : "",
        ]);
    }

    /// <summary>This scope with one more condition.</summary>
    public Scope And(string condition) => this with { Filter = Filter.Length == 0 ? condition : Joined(condition) };

    /// <summary>What the address says of it.</summary>
    public IEnumerable<(string Name, string Value)> Parameters()
    {
        foreach (var id in ExperimentIds)
        {
            yield return (ExperimentName, id);
        }

        if (Filter.Length > 0)
        {
            yield return (FilterName, Filter);
        }

        foreach (var parameter in Range.Parameters())
        {
            yield return parameter;
        }
    }

    // What cannot be read stays what its author wrote, and the page tells what is wrong with it.
    private string Joined(string condition)
    {
        try
        {
            return FilterConditions.With(Filter, condition);
        }
        catch (InvalidFilterException)
        {
            return $"{Filter} AND {condition}";
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
