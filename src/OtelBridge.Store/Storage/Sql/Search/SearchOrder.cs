using OtelBridge.Attributes;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>The order of a search: what was asked for, then the newest start first, then what was stored last.</summary>
internal sealed class SearchOrder
{
    private static readonly OrderColumn Newest = new("t.start_ns", Descending: true, MayBeAbsent: false);
    private static readonly OrderColumn Latest = new("t.trace_key", Descending: true, MayBeAbsent: false);

    // As text sorts; the numbers are TraceState of tracking.proto.
    private static readonly (string Text, string Where)[] States =
        [("ERROR", "t.state = 2"), ("IN_PROGRESS", "t.state = 3"), ("OK", "t.state = 1"), ("STATE_UNSPECIFIED", "t.state = 0")];

    private const string StateSql = "(CASE t.state WHEN 1 THEN 'OK' WHEN 2 THEN 'ERROR' WHEN 3 THEN 'IN_PROGRESS' ELSE 'STATE_UNSPECIFIED' END)";

    private SearchOrder(IReadOnlyList<OrderColumn> columns, IReadOnlyList<OrderSegment>? segments, bool isOverAllExperiments = false) =>
        (Columns, Segments, IsOverAllExperiments) = (columns, segments, isOverAllExperiments);

    /// <summary>Gets every column, the last of them unique. A position has a value of each.</summary>
    public IReadOnlyList<OrderColumn> Columns { get; }

    /// <summary>Gets the order as stretches of an index, one after the other; null where no index has it.</summary>
    public IReadOnlyList<OrderSegment>? Segments { get; }

    /// <summary>Gets whether the index runs through all experiments.</summary>
    public bool IsOverAllExperiments { get; }

    /// <summary>Gets whether the start comes first.</summary>
    public bool IsByStart => Columns[0].Sql == Newest.Sql;

    public string OrderBy => string.Join(", ", Columns.Select(column => column.Terms));

    public static SearchOrder Of(IReadOnlyList<OrderTerm> terms, SearchParameters parameters)
    {
        var columns = terms.Select(term => Column(term, parameters)).ToList();
        if (!terms.Any(term => term.Field.Kind == FilterFieldKind.StartTime))
        {
            columns.Add(Newest);
        }

        columns.Add(Latest);
        return terms switch
        {
            [] or [{ Field.Kind: FilterFieldKind.StartTime }] => new(columns, [new OrderSegment(SearchCondition.Always, [], columns)]),
            [{ Field.Kind: FilterFieldKind.TraceId, Descending: var descending }] =>
                new(columns, [new OrderSegment(SearchCondition.Always, [], [new("t.trace_id", descending, MayBeAbsent: false)])], isOverAllExperiments: true),
            [{ Field.Kind: FilterFieldKind.State, Descending: var descending }] => new(columns, [.. OfStates(descending)]),
            [{ Field.Kind: FilterFieldKind.Duration or FilterFieldKind.InputTokens or FilterFieldKind.OutputTokens or FilterFieldKind.TotalTokens
                or FilterFieldKind.TotalCost }] => new(columns, OfNullable(columns)),
            _ => new(columns, null),
        };
    }

    /// <summary>Gives the condition of coming after a position.</summary>
    public string After(IReadOnlyList<object?>? position, SearchParameters parameters) =>
        position is null ? SearchCondition.Always : new OrderSegment(SearchCondition.Always, [], Columns).After(position, parameters);

    private static IEnumerable<OrderSegment> OfStates(bool descending) =>
        (descending ? States.Reverse() : States).Select(state => new OrderSegment(state.Where, [state.Text], [Newest, Latest]));

    private static OrderSegment[] OfNullable(List<OrderColumn> columns) =>
    [
        new($"({columns[0].Sql}) IS NOT NULL", [], [columns[0] with { MayBeAbsent = false }, Newest, Latest]),
        new($"({columns[0].Sql}) IS NULL", [null], [Newest, Latest]),
    ];

    private static OrderColumn Column(OrderTerm term, SearchParameters parameters)
    {
        var (sql, mayBeAbsent) = term.Field.Kind switch
        {
            FilterFieldKind.StartTime => ("t.start_ns", false),
            FilterFieldKind.Duration => ("(t.end_ns - t.start_ns)", true),
            FilterFieldKind.EndTime => ("coalesce(t.end_ns, t.start_ns)", false),
            FilterFieldKind.State => (StateSql, false),
            FilterFieldKind.TraceId => ("(SELECT x.trace_id FROM traces x WHERE x.trace_key = t.trace_key)", false),
            FilterFieldKind.ExperimentId => ("t.experiment_id", false),
            FilterFieldKind.Name => ("t.name", true),
            FilterFieldKind.Tag when term.Field.Key == MlflowKeys.TraceName => ("t.name", true),
            FilterFieldKind.InputTokens => ("t.input_tokens", true),
            FilterFieldKind.OutputTokens => ("t.output_tokens", true),
            FilterFieldKind.TotalTokens => ("t.total_tokens", true),
            FilterFieldKind.InputCost => ("t.input_cost", true),
            FilterFieldKind.OutputCost => ("t.output_cost", true),
            FilterFieldKind.TotalCost => ("t.total_cost", true),
            FilterFieldKind.RunId => (Value("trace_metadata", MlflowKeys.SourceRun, parameters), true),
            FilterFieldKind.Session => (Value("trace_metadata", MlflowKeys.TraceSession, parameters), true),
            FilterFieldKind.User => (Value("trace_metadata", MlflowKeys.TraceUser, parameters), true),
            FilterFieldKind.Metadata => (Value("trace_metadata", term.Field.Key, parameters), true),
            FilterFieldKind.Tag => (Value("trace_tags", term.Field.Key, parameters), true),
            _ => throw new InvalidOperationException($"The parser orders no traces by {term.Field.Kind}."),
        };
        var isNumber = term.Field.Kind is FilterFieldKind.StartTime or FilterFieldKind.Duration or FilterFieldKind.EndTime or FilterFieldKind.ExperimentId
            or FilterFieldKind.InputTokens or FilterFieldKind.OutputTokens or FilterFieldKind.TotalTokens
            or FilterFieldKind.InputCost or FilterFieldKind.OutputCost or FilterFieldKind.TotalCost;
        return new OrderColumn(sql, term.Descending, mayBeAbsent, !isNumber);
    }

    private static string Value(string table, string key, SearchParameters parameters) =>
        $"(SELECT m.value FROM {table} m WHERE m.trace_key = t.trace_key AND m.key = {parameters.Add(key)})";
}
