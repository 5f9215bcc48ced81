using System.Globalization;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>The rows <c>t</c> that a search tests: a window of an order along an index, candidates of a driver, or all.</summary>
internal sealed class TraceSource(SearchScope scope, NumberRange starts, SearchOrder order, SearchParameters parameters)
{
    // The columns of the index traces_of_experiment: whoever asks for no others never touches the table.
    private const string Columns =
        "t.trace_key, t.experiment_id, t.start_ns, t.state, t.end_ns, t.input_tokens, t.output_tokens, t.total_tokens, t.name, t.input_cost, t.output_cost, t.total_cost";

    // So many experiments are walked each along its own stretch of the index and merged; more, along the one that runs through all.
    private const int MostMerged = 16;

    private readonly string _bounds = Bounds(starts, parameters);

    /// <summary>Gives the next traces of a segment after a position.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="after">The condition of coming after the position; holds values of <paramref name="values"/>.</param>
    /// <param name="values">The values of the statement; of those <c>@window</c> is the number of traces.</param>
    /// <param name="limit">Which of those traces, as SQL.</param>
    public string Window(OrderSegment segment, string after, SearchParameters values, string limit = "LIMIT @window")
    {
        var orderBy = string.Join(", ", segment.Columns.Select(column => column.Terms));
        var where = $"{segment.Where} AND {_bounds} AND {after}";
        if (order.IsOverAllExperiments || scope.Experiments is not { Count: > 0 and <= MostMerged } experiments)
        {
            // The plus keeps the condition away from indexes, which have another order.
            var columns = order.IsOverAllExperiments ? Columns + ", t.trace_id" : Columns;
            return $"SELECT {columns} FROM traces t WHERE {scope.Sql("+t.experiment_id", values)} AND {where} ORDER BY {orderBy} {limit}";
        }

        if (experiments.Count == 1)
        {
            return $"SELECT {Columns} FROM traces t WHERE t.experiment_id = {values.Add(experiments[0])} AND {where} ORDER BY {orderBy} {limit}";
        }

        var parts = experiments.Select((id, i) => string.Create(CultureInfo.InvariantCulture, $"""
            SELECT * FROM (SELECT {Columns} FROM traces t WHERE t.experiment_id = {values.Add(id)} AND {where} ORDER BY {orderBy} LIMIT @window) p{i}
            """));
        return $"SELECT * FROM ({string.Join(" UNION ALL ", parts)}) t ORDER BY {orderBy} {limit}";
    }

    /// <summary>Gives every trace of the experiments, with the condition that makes it so.</summary>
    public (string From, string Where) All(SearchParameters values) => ("traces t", $"{scope.Sql("t.experiment_id", values)} AND {_bounds}");

    /// <summary>Gives candidates, with the condition that makes it so.</summary>
    public (string From, string Where) Of(IReadOnlyCollection<long> keys, SearchParameters values) =>
        ("traces t", $"{values.IsIn("t.trace_key", keys)} AND {scope.Sql("+t.experiment_id", values)} AND {_bounds}");

    private static string Bounds(NumberRange starts, SearchParameters parameters) => starts == NumberRange.All
        ? SearchCondition.Always
        : $"t.start_ns >= {parameters.Add(starts.From)} AND t.start_ns < {parameters.Add(starts.Before)}";
}
