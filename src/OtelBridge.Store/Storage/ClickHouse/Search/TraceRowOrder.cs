using OtelBridge.Attributes;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>The order of a search: what was asked for, then the newest start first, then what was stored last.</summary>
internal sealed class TraceRowOrder
{
    private const string StateSql = "transform(t.state, [1, 2, 3], ['OK', 'ERROR', 'IN_PROGRESS'], 'STATE_UNSPECIFIED')";

    private static readonly OrderColumn Newest = new("t.start_ns", Descending: true, MayBeAbsent: false);
    private static readonly OrderColumn Latest = new("t.arrival", Descending: true, MayBeAbsent: false);

    // Several servers may store at the same time.
    private static readonly OrderColumn Last = new("t.trace_id", Descending: true, MayBeAbsent: false, IsText: true);

    private readonly OrderSegment _whole;

    private TraceRowOrder(IReadOnlyList<OrderColumn> columns) => (Columns, _whole) = (columns, new OrderSegment(SearchCondition.Always, [], columns));

    /// <summary>Gets every column, the id of the trace last. A position has a value of each.</summary>
    public IReadOnlyList<OrderColumn> Columns { get; }

    /// <summary>Gets whether it is the order of the table, backwards.</summary>
    public bool IsOfTable => Columns[0] == Newest;

    public string OrderBy => string.Join(", ", Columns.Select(static column => column.Terms));

    /// <summary>Gets what a row says of its position, as <see cref="Read"/> takes it.</summary>
    public string Select => string.Join(", ", Columns.Select(static column => $"CAST({column.Sql} AS Nullable({(column.IsText ? "String" : "Int64")}))"));

    public static TraceRowOrder Of(IReadOnlyList<OrderTerm> terms, ClickHouseValues values)
    {
        var columns = terms.Select(term => Column(term, values)).ToList();
        if (!terms.Any(static term => term.Field.Kind == FilterFieldKind.StartTime))
        {
            columns.Add(Newest);
        }

        return new TraceRowOrder([.. columns, Latest, Last]);
    }

    /// <summary>Gives the condition of coming after a position.</summary>
    public string After(IReadOnlyList<object?>? position, ClickHouseValues values) =>
        position is null ? SearchCondition.Always : _whole.After(position, values);

    /// <summary>Reads a position.</summary>
    public object?[] Read(RowBinaryReader row)
    {
        var position = new object?[Columns.Count];
        for (var i = 0; i < position.Length; i++)
        {
            position[i] = Columns[i].IsText ? row.NullableString() : row.NullableInt64();
        }

        return position;
    }

    private static OrderColumn Column(OrderTerm term, ClickHouseValues values) => term.Field.Kind switch
    {
        FilterFieldKind.StartTime => Newest with { Descending = term.Descending },
        FilterFieldKind.Duration => Number("(t.end_ns - t.start_ns)", term),
        FilterFieldKind.EndTime => Number("coalesce(t.end_ns, t.start_ns)", term, mayBeAbsent: false),
        FilterFieldKind.State => Text(StateSql, term, mayBeAbsent: false),
        FilterFieldKind.TraceId => Text("t.trace_id", term, mayBeAbsent: false),
        FilterFieldKind.ExperimentId => Number("t.experiment_id", term, mayBeAbsent: false),
        FilterFieldKind.Name => Text("t.name", term),
        FilterFieldKind.Tag when term.Field.Key == MlflowKeys.TraceName => Text("t.name", term),
        FilterFieldKind.InputTokens => Number("t.input_tokens", term),
        FilterFieldKind.OutputTokens => Number("t.output_tokens", term),
        FilterFieldKind.TotalTokens => Number("t.total_tokens", term),
        FilterFieldKind.InputCost => Number("t.input_cost", term),
        FilterFieldKind.OutputCost => Number("t.output_cost", term),
        FilterFieldKind.TotalCost => Number("t.total_cost", term),
        FilterFieldKind.RunId => Value("t.metadata", MlflowKeys.SourceRun, term, values),
        FilterFieldKind.Session => Value("t.metadata", MlflowKeys.TraceSession, term, values),
        FilterFieldKind.User => Value("t.metadata", MlflowKeys.TraceUser, term, values),
        FilterFieldKind.Metadata => Value("t.metadata", term.Field.Key, term, values),
        FilterFieldKind.Tag => Value("t.tags", term.Field.Key, term, values),
        _ => throw new InvalidOperationException($"The parser orders no traces by {term.Field.Kind}."),
    };

    private static OrderColumn Number(string sql, OrderTerm term, bool mayBeAbsent = true) => new(sql, term.Descending, mayBeAbsent);

    private static OrderColumn Text(string sql, OrderTerm term, bool mayBeAbsent = true) => new(sql, term.Descending, mayBeAbsent, IsText: true);

    private static OrderColumn Value(string map, string key, OrderTerm term, ClickHouseValues values)
    {
        var name = values.Add(key);
        return Text($"if(mapContains({map}, {name}), {map}[{name}], NULL)", term);
    }
}
