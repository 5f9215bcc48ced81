using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.Search;

/// <summary>What a filter says of the start, so that a walk begins and ends there.</summary>
internal static class StartBounds
{
    public static NumberRange Of(FilterNode? filter) => filter switch
    {
        AndNode and => and.Operands.Aggregate(NumberRange.All, (range, operand) => range.And(Of(operand))),
        SpanMatchNode match => new NumberRange(match.Query.StartFromUnixNano, match.Query.StartBeforeUnixNano),
        ComparisonNode { Field.Kind: FilterFieldKind.StartTime } comparison => NumberRange.OfMillis(comparison),

        // Nothing ends before it starts.
        ComparisonNode { Field.Kind: FilterFieldKind.EndTime } comparison => NumberRange.All with { Before = NumberRange.OfMillis(comparison).Before },
        _ => NumberRange.All,
    };
}
