using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Conditions on an attribute of the spans: compared in their map of attributes, and decided by the spans where that does not hold the whole value.</summary>
internal sealed class SpanAttributeConditions(SearchContext context)
{
    // What numbers are written like nearly always; every other text that may be one is decided by the span.
    private const string PlainNumber = @"\A-?[0-9]{1,15}(\.[0-9]{1,17})?([eE][-+]?[0-9]{1,2})?\z";
    private const string MaybeNumber = @"\A[-+.0-9NnIi\x{80}-\x{10FFFF}]";

    public ContentCondition OfAttribute(ComparisonNode comparison)
    {
        context.AsksSpans = true;
        var key = context.Values.Add(comparison.Field.Key);
        var value = $"s.attributes[{key}]";
        var test = comparison.Value.Number is null ? ColumnText.Compare(value, comparison, context) : CompareNumber(value, comparison);
        var isOpen = $"endsWith({value}, '\\x0{(int)SearchableAttributes.Open}')";
        var check = comparison.Value.Number is null
            ? new AttributeCheck(comparison.Field.Key, TextTest.Of(comparison), null)
            : new AttributeCheck(comparison.Field.Key, null, NumberComparison.InMemory(comparison));
        return new ContentCondition(
            check,
            SpanTests.Any($"mapContains(s.attributes, {key}) AND ({isOpen} OR {test.May})"),
            test.Must == SearchCondition.Never ? SearchCondition.Never : SpanTests.Any($"mapContains(s.attributes, {key}) AND NOT {isOpen} AND {test.Must}"),
            null);
    }

    private Enclosure CompareNumber(string value, ComparisonNode comparison)
    {
        // As the double that memory compares, also where the number is a whole one.
        var compared = $"toFloat64OrZero({value}) {comparison.Operator.Spelling()} {context.Values.Add(comparison.Value.Number!.Value)}";
        return new Enclosure(
            $"if(match({value}, {context.Values.Add(PlainNumber)}), {compared}, match({value}, {context.Values.Add(MaybeNumber)}))",
            $"(match({value}, {context.Values.Add(PlainNumber)}) AND {compared})");
    }
}
