using System.Globalization;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>The experiments that a search looks in.</summary>
/// <param name="Experiments">Their keys; null for all of more than can be listed.</param>
internal sealed record SearchScope(IReadOnlyList<long>? Experiments)
{
    // Beyond that, to name them costs more than it saves.
    private const int MostListed = 64;

    private const string ListSql = "SELECT experiment_id FROM experiments ORDER BY experiment_id LIMIT @limit";

    /// <summary>Reads the ids of a query; none means all. Text that is no number names no experiment.</summary>
    public static SearchScope Of(SqlSession session, IReadOnlyList<string> ids)
    {
        if (ids.Count > 0)
        {
            return new SearchScope([.. ids
                .Select(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : -1).Where(key => key >= 0).Distinct()]);
        }

        var all = session.Query(ListSql, row => row.GetInt64(0), ("@limit", MostListed + 1));
        return new SearchScope(all.Count <= MostListed ? all : null);
    }

    /// <summary>Gives the condition that a trace is of these experiments.</summary>
    public string Sql(string expression, SearchParameters parameters) =>
        Experiments is null ? SearchCondition.Always
        : Experiments.Count == 1 ? $"{expression} = {parameters.Add(Experiments[0])}"
        : parameters.IsIn(expression, Experiments.ToArray());
}
