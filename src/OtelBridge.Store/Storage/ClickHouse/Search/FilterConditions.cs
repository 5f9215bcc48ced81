using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Turns a filter into conditions over the row <c>t</c> of a trace.</summary>
internal sealed class FilterConditions(SearchContext context)
{
    private readonly TraceRowConditions _traces = new(context);
    private readonly SpanColumnConditions _spans = new(context);
    private readonly SpanTextConditions _texts = new(context);
    private readonly SpanAttributeConditions _attributes = new(context);
    private readonly SpanMatchSql _matches = new(context);

    public SearchCondition Compile(FilterNode? node) => node switch
    {
        null => new SqlCondition(SearchCondition.Always),
        AndNode and => new JoinedCondition([.. and.Operands.Select(Compile)], IsAll: true),
        OrNode or => new JoinedCondition([.. or.Operands.Select(Compile)], IsAll: false),
        NotNode { Operand: NotNode twice } => Compile(twice.Operand),
        NotNode not => new NotCondition(Compile(not.Operand)),
        NeverNode => new SqlCondition(SearchCondition.Never),
        ComparisonNode comparison => Compile(comparison),
        SpanMatchNode match => _matches.Compile(match.Query),
        _ => throw new InvalidOperationException($"The parser makes no {node.GetType().Name} for traces."),
    };

    private SearchCondition Compile(ComparisonNode comparison) => comparison.Field.Kind switch
    {
        FilterFieldKind.Text or FilterFieldKind.SpanContent => _texts.OfText(comparison),
        FilterFieldKind.SpanAttribute => _attributes.OfAttribute(comparison),
        FilterFieldKind.SpanName or FilterFieldKind.SpanType or FilterFieldKind.SpanStatus or FilterFieldKind.SpanDuration or FilterFieldKind.SpanCost
            or FilterFieldKind.Model or FilterFieldKind.ServiceName or FilterFieldKind.Error => _spans.Compile(comparison),
        _ => _traces.Compile(comparison),
    };
}
