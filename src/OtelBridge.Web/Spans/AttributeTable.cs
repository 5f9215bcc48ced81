using OtelBridge.Otlp;
using OtelBridge.Store.Search.Completion;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Content;

namespace OtelBridge.Web.Spans;

/// <summary>Attributes as a table, by name.</summary>
/// <param name="Rows">Those that are shown.</param>
/// <param name="Total">How many there are.</param>
public sealed record AttributeTable(IReadOnlyList<AttributeRow> Rows, int Total)
{
    private const int MaxRows = 500;
    private const int MaxFiltered = 200; // characters of a value that one filters by

    /// <summary>Makes a table.</summary>
    /// <param name="attributes">The attributes.</param>
    /// <param name="source">Gives where all of a value can be asked for.</param>
    /// <param name="find">What names and values are searched for; empty for all.</param>
    /// <param name="filterField">How filters call the attributes, such as <c>span.attributes.</c>; empty where they cannot be filtered by.</param>
    public static AttributeTable Of(IReadOnlyCollection<KeyValue> attributes, Func<string, ContentSource?> source, string find = "", string filterField = "")
    {
        ArgumentNullException.ThrowIfNull(attributes);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(find);
        ArgumentNullException.ThrowIfNull(filterField);
        var found = attributes
            .Select(attribute => (attribute.Key, Value: SpanValues.Of(attribute.Value).Text))
            .Where(attribute => find.Length == 0
                || attribute.Key.Contains(find, StringComparison.OrdinalIgnoreCase) || attribute.Value.Contains(find, StringComparison.OrdinalIgnoreCase))
            .OrderBy(static attribute => attribute.Key, StringComparer.Ordinal)
            .Take(MaxRows)
            .Select(attribute => new AttributeRow(
                attribute.Key,
                TextCut.Of(attribute.Value, ContentLimits.Value),
                source(attribute.Key),
                AttributeNotes.Of(attribute.Key),
                Filter(filterField, attribute.Key, attribute.Value)));
        return new AttributeTable([.. found], attributes.Count);
    }

    private static string Filter(string field, string key, string value) =>
        field.Length == 0 || key.Length is 0 or > MaxFiltered || value.Length > MaxFiltered
            ? ""
            : Links.Traces(new Scope([], FilterWords.Is(field + FilterWords.Key(key), value), TimeRange.All));
}
