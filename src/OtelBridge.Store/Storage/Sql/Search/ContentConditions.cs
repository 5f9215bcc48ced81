using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Conditions on what the spans of a trace say: enclosed by the word index, decided by the spans.</summary>
internal static class ContentConditions
{
    public static SearchCondition OfText(ComparisonNode comparison) =>
        new ContentCondition(new TextCheck(TextComparison.InMemory(comparison)), SearchCondition.Always, SearchCondition.Never, null);

    public static SearchCondition OfAttribute(ComparisonNode comparison) => new ContentCondition(
        comparison.Value.Number is null
            ? new AttributeCheck(comparison.Field.Key, TextComparison.InMemory(comparison), null)
            : new AttributeCheck(comparison.Field.Key, null, NumberComparison.InMemory(comparison)),
        SearchCondition.Always,
        SearchCondition.Never,
        null);
}
