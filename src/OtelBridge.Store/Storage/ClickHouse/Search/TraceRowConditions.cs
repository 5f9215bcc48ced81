using OtelBridge.Attributes;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Conditions on what is said of a whole trace: all of it stands in its row <c>t</c>.</summary>
internal sealed class TraceRowConditions(SearchContext context)
{
    private static readonly (TraceState State, string Text)[] States =
    [
        (TraceState.Unspecified, "STATE_UNSPECIFIED"), (TraceState.Ok, "OK"), (TraceState.Error, "ERROR"), (TraceState.InProgress, "IN_PROGRESS"),
    ];

    private readonly ClickHouseValues _values = context.Values;

    public SearchCondition Compile(ComparisonNode comparison) => comparison.Field.Kind switch
    {
        FilterFieldKind.TraceId => OfText(SearchCondition.Always, "t.trace_id", comparison),
        FilterFieldKind.ClientRequestId => OfText("t.client_request_id IS NOT NULL", "t.client_request_id", comparison),
        FilterFieldKind.State => OfState(comparison),
        FilterFieldKind.StartTime => OfNumber("intDiv(t.start_ns, 1000000)", comparison),
        FilterFieldKind.EndTime => OfNumber("(intDiv(t.start_ns, 1000000) + coalesce(intDiv(t.end_ns - t.start_ns, 1000000), 0))", comparison),
        FilterFieldKind.Duration => OfNumber("intDiv(t.end_ns - t.start_ns, 1000000)", comparison),
        FilterFieldKind.InputTokens => OfNumber("t.input_tokens", comparison),
        FilterFieldKind.OutputTokens => OfNumber("t.output_tokens", comparison),
        FilterFieldKind.TotalTokens => OfNumber("t.total_tokens", comparison),
        FilterFieldKind.InputCost => new SqlCondition(CostComparison.Sql("t.input_cost", comparison, _values)),
        FilterFieldKind.OutputCost => new SqlCondition(CostComparison.Sql("t.output_cost", comparison, _values)),
        FilterFieldKind.TotalCost => new SqlCondition(CostComparison.Sql("t.total_cost", comparison, _values)),
        FilterFieldKind.Name => OfName(comparison),
        FilterFieldKind.Tag when comparison.Field.Key == MlflowKeys.TraceName => OfName(comparison), // what the tag is shown with
        FilterFieldKind.Tag => OfMap("t.tags", comparison.Field.Key, comparison),
        FilterFieldKind.Metadata when comparison.Field.Key == MlflowKeys.SourceRun => OfRun(comparison),
        FilterFieldKind.Metadata => OfMap("t.metadata", comparison.Field.Key, comparison),
        FilterFieldKind.RunId => OfRun(comparison),
        FilterFieldKind.Session => OfMap("t.metadata", MlflowKeys.TraceSession, comparison),
        FilterFieldKind.User => OfMap("t.metadata", MlflowKeys.TraceUser, comparison),
        FilterFieldKind.Feedback => OfAssessment("false", comparison),
        FilterFieldKind.Expectation => OfAssessment("true", comparison),
        _ => throw new InvalidOperationException($"The parser lets no {comparison.Field.Kind} pass for traces."),
    };

    private SqlCondition OfNumber(string expression, ComparisonNode comparison) => new(NumberComparison.Sql(expression, comparison, _values));

    private SqlCondition OfState(ComparisonNode comparison)
    {
        var holds = TextTest.Of(comparison);
        var states = States.Where(state => holds(state.Text)).Select(static state => (long)state.State).ToArray();
        return new SqlCondition(states.Length == 0 ? SearchCondition.Never : $"t.state IN {_values.Add(states)}");
    }

    private SearchCondition OfName(ComparisonNode comparison) => OfText("t.name IS NOT NULL", "t.name", comparison);

    // An absent key has the empty text in a map, so it is asked whether it is there.
    private SearchCondition OfMap(string map, string key, ComparisonNode comparison)
    {
        var name = _values.Add(key);
        return OfText($"mapContains({map}, {name})", $"{map}[{name}]", comparison);
    }

    private SearchCondition OfText(string isThere, string expression, ComparisonNode comparison)
    {
        var test = ColumnText.Compare(expression, comparison, context).Within(sql => $"({isThere} AND {sql})");
        return Condition(test, $"if({isThere}, [assumeNotNull({expression})], [])", comparison);
    }

    // The run that made the trace and, for equality, those it is linked to.
    private SearchCondition OfRun(ComparisonNode comparison)
    {
        var made = OfMap("t.metadata", MlflowKeys.SourceRun, comparison);
        return comparison.Operator is FilterOperator.Equal or FilterOperator.In
            ? new JoinedCondition([made, new SqlCondition($"hasAny(t.run_ids, {_values.Add(comparison.Value.Texts ?? [comparison.Value.Text!])})")], IsAll: false)
            : made;
    }

    private SearchCondition OfAssessment(string isExpectation, ComparisonNode comparison)
    {
        const string Columns = "t.assessment_values, t.assessment_names, t.assessment_is_expectation";
        var isMeant = $"name_of = {_values.Add(comparison.Field.Key)} AND is_expected = {isExpectation}";
        var test = ColumnText.Compare("value_of", comparison, context)
            .Within(sql => $"arrayExists((value_of, name_of, is_expected) -> {isMeant} AND {sql}, {Columns})");
        return Condition(test, $"arrayFilter((value_of, name_of, is_expected) -> {isMeant}, {Columns})", comparison);
    }

    private static SearchCondition Condition(Enclosure test, string values, ComparisonNode comparison) =>
        test.IsExact ? new SqlCondition(test.May) : new ValueCondition(values, TextTest.Of(comparison), test.May, test.Must);
}
