using System.Globalization;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>The experiments that a search looks in.</summary>
/// <param name="Experiments">Their keys; null for all of more than can be listed.</param>
/// <param name="IsAll">Whether they are all there are: to name them is of use for an order, and nowhere else.</param>
internal sealed record ClickHouseScope(IReadOnlyList<long>? Experiments, bool IsAll)
{
    /// <summary>Reads the ids of a query. Text that is no number names no experiment.</summary>
    public static ClickHouseScope Of(IReadOnlyList<string> ids) => new(
        [.. ids.Select(static id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : -1).Where(static key => key >= 0).Distinct()],
        IsAll: false);

    /// <summary>Gets the condition that a trace is of these experiments.</summary>
    public string Sql(ClickHouseValues values) =>
        IsAll || Experiments is null ? SearchCondition.Always
        : Experiments.Count == 1 ? $"t.experiment_id = {values.Add(Experiments[0])}"
        : $"t.experiment_id IN {values.Add(Experiments)}";
}
