using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Turns a filter into conditions over the row <c>t</c> of a trace.</summary>
internal sealed class ConditionCompiler(SearchParameters parameters, SearchScope scope, ContentConditions contents)
{
    private const string NothingDriver = "SELECT trace_key FROM traces WHERE FALSE";

    private readonly TraceConditions _traces = new(parameters, scope);
    private readonly SpanConditions _spans = new(parameters);
    private readonly SpanMatchConditions _matches = new(parameters, contents);

    public SearchCondition Compile(FilterNode? node) => node switch
    {
        null => new SqlCondition(SearchCondition.Always),
        AndNode and => Join(and.Operands, isAll: true),
        OrNode or => Join(or.Operands, isAll: false),
        NotNode { Operand: NotNode twice } => Compile(twice.Operand),
        NotNode not => new NotCondition(Compile(not.Operand)),
        NeverNode => new SqlCondition(SearchCondition.Never, NothingDriver),
        ComparisonNode comparison => Compile(comparison),
        SpanMatchNode match => _matches.Compile(match.Query),
        _ => throw new InvalidOperationException($"The parser makes no {node.GetType().Name} for traces."),
    };

    private JoinedCondition Join(IReadOnlyList<FilterNode> operands, bool isAll) => new([.. operands.Select(Compile)], isAll);

    private SearchCondition Compile(ComparisonNode comparison) => comparison.Field.Kind switch
    {
        FilterFieldKind.Text or FilterFieldKind.SpanContent => contents.OfText(comparison),
        FilterFieldKind.SpanAttribute => contents.OfAttribute(comparison),
        FilterFieldKind.SpanName or FilterFieldKind.SpanType or FilterFieldKind.SpanStatus or FilterFieldKind.SpanDuration or FilterFieldKind.SpanCost
            or FilterFieldKind.Model or FilterFieldKind.ServiceName or FilterFieldKind.Error => _spans.Compile(comparison),
        _ => _traces.Compile(comparison),
    };
}
