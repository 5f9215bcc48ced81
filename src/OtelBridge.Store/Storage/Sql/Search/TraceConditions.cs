using OtelBridge.Attributes;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Conditions on what is said of a whole trace: its columns, tags, metadata, runs and assessments.</summary>
/// <remarks>The row <c>t</c> has the columns of the index that is walked (<see cref="TraceSource"/>); others are read from the table.</remarks>
internal sealed class TraceConditions(SearchParameters parameters, SearchScope scope)
{
    private static readonly (TraceState State, string Text)[] States =
    [
        (TraceState.Unspecified, "STATE_UNSPECIFIED"), (TraceState.Ok, "OK"), (TraceState.Error, "ERROR"), (TraceState.InProgress, "IN_PROGRESS"),
    ];

    public SearchCondition Compile(ComparisonNode comparison) => comparison.Field.Kind switch
    {
        FilterFieldKind.TraceId => OfTable("trace_id", comparison),
        FilterFieldKind.ClientRequestId => OfTable("client_request_id", comparison),
        FilterFieldKind.State => OfState(comparison),
        FilterFieldKind.StartTime => new SqlCondition(NumberComparison.Sql("(t.start_ns / 1000000)", comparison, parameters)),
        FilterFieldKind.EndTime => new SqlCondition(NumberComparison.Sql(
            "(t.start_ns / 1000000 + coalesce((t.end_ns - t.start_ns) / 1000000, 0))", comparison, parameters)),
        FilterFieldKind.Duration => OfDuration(comparison),
        FilterFieldKind.InputTokens => OfTokens("input_tokens", comparison),
        FilterFieldKind.OutputTokens => OfTokens("output_tokens", comparison),
        FilterFieldKind.TotalTokens => OfTokens("total_tokens", comparison),
        FilterFieldKind.InputCost => new SqlCondition(CostComparison.Sql("t.input_cost", comparison, parameters)),
        FilterFieldKind.OutputCost => new SqlCondition(CostComparison.Sql("t.output_cost", comparison, parameters)),
        FilterFieldKind.TotalCost => OfCost(comparison),
        FilterFieldKind.Name => OfName(comparison),
        FilterFieldKind.Tag when comparison.Field.Key == MlflowKeys.TraceName => OfName(comparison), // what the tag is shown with
        FilterFieldKind.Tag => OfMap("trace_tags", FacetKind.Tag, comparison.Field.Key, comparison),
        FilterFieldKind.Metadata when comparison.Field.Key == MlflowKeys.SourceRun => OfRun(comparison),
        FilterFieldKind.Metadata => OfMap("trace_metadata", FacetKind.Metadata, comparison.Field.Key, comparison),
        FilterFieldKind.RunId => OfRun(comparison),
        FilterFieldKind.Session => OfMap("trace_metadata", FacetKind.Metadata, MlflowKeys.TraceSession, comparison),
        FilterFieldKind.User => OfMap("trace_metadata", FacetKind.Metadata, MlflowKeys.TraceUser, comparison),
        FilterFieldKind.Feedback => OfAssessment(isExpectation: 0, comparison),
        FilterFieldKind.Expectation => OfAssessment(isExpectation: 1, comparison),
        _ => throw new InvalidOperationException($"The parser lets no {comparison.Field.Kind} pass for traces."),
    };

    private string InScope => scope.Sql("t.experiment_id", parameters);

    private SqlCondition OfTable(string column, ComparisonNode comparison)
    {
        var test = TextComparison.Sql($"x.{column}", comparison, parameters);
        return new SqlCondition($"EXISTS (SELECT 1 FROM traces x WHERE x.trace_key = t.trace_key AND {test})", $"SELECT x.trace_key FROM traces x WHERE {test}");
    }

    private SqlCondition OfState(ComparisonNode comparison)
    {
        var holds = TextTest.Of(comparison);
        var states = States.Where(state => holds(state.Text)).Select(state => (long)state.State).ToArray();
        var test = parameters.IsIn("t.state", states);
        return new SqlCondition(test, $"SELECT t.trace_key FROM traces t WHERE {InScope} AND {test}");
    }

    private SqlCondition OfDuration(ComparisonNode comparison)
    {
        var range = NumberRange.OfMillis(comparison);
        return new SqlCondition(
            NumberComparison.Sql("((t.end_ns - t.start_ns) / 1000000)", comparison, parameters),
            $"""
            SELECT t.trace_key FROM traces t
            WHERE {InScope} AND t.end_ns - t.start_ns >= {parameters.Add(range.From)} AND t.end_ns - t.start_ns < {parameters.Add(range.Before)}
            """);
    }

    private SqlCondition OfTokens(string column, ComparisonNode comparison)
    {
        var test = NumberComparison.Sql($"t.{column}", comparison, parameters);
        return new SqlCondition(test, $"SELECT t.trace_key FROM traces t WHERE {InScope} AND {test}");
    }

    private SqlCondition OfCost(ComparisonNode comparison)
    {
        var test = CostComparison.Sql("t.total_cost", comparison, parameters);
        return new SqlCondition(test, $"SELECT t.trace_key FROM traces t WHERE {InScope} AND {test}");
    }

    // The name is that of the root span or, where somebody gave one, that of MLflow's tag.
    private SqlCondition OfName(ComparisonNode comparison) => new(
        TextComparison.Sql("t.name", comparison, parameters),
        $"""
        SELECT n.trace_key FROM ({FacetDriver.Sql(FacetKind.SpanName, string.Empty, comparison, parameters)}) n
        UNION ALL SELECT g.trace_key FROM ({FacetDriver.Sql(FacetKind.Tag, MlflowKeys.TraceName, comparison, parameters)}) g
        """);

    private SqlCondition OfMap(string table, FacetKind kind, string key, ComparisonNode comparison)
    {
        var test = $"""
            EXISTS (SELECT 1 FROM {table} m WHERE m.trace_key = t.trace_key AND m.key = {parameters.Add(key)} AND {TextComparison.Sql("m.value", comparison, parameters)})
            """;
        return new SqlCondition(test, FacetRule.Has(kind, key) ? FacetDriver.Sql(kind, key, comparison, parameters) : null);
    }

    // The run that made the trace and, for equality, those it is linked to.
    private SearchCondition OfRun(ComparisonNode comparison)
    {
        var made = OfMap("trace_metadata", FacetKind.Metadata, MlflowKeys.SourceRun, comparison);
        if (comparison.Operator is not (FilterOperator.Equal or FilterOperator.In))
        {
            return made;
        }

        var test = TextComparison.Sql("r.run_id", comparison, parameters);
        return new JoinedCondition(
            [
                made,
                new SqlCondition($"EXISTS (SELECT 1 FROM trace_runs r WHERE r.trace_key = t.trace_key AND {test})", $"SELECT r.trace_key FROM trace_runs r WHERE {test}"),
            ],
            IsAll: false);
    }

    private SqlCondition OfAssessment(long isExpectation, ComparisonNode comparison)
    {
        var test = $"""
            a.name = {parameters.Add(comparison.Field.Key)} AND a.is_expectation = {parameters.Add(isExpectation)} AND {TextComparison.Sql("a.value", comparison, parameters)}
            """;
        return new SqlCondition(
            $"EXISTS (SELECT 1 FROM assessments a WHERE a.trace_key = t.trace_key AND {test})", $"SELECT a.trace_key FROM assessments a WHERE {test}");
    }
}
