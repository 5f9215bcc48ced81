using OtelBridge.Otlp;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Search.Text;

/// <summary>The attributes of a span as texts, for engines that compare them themselves: what a search by attribute looks at, those too that another dialect speaks of.</summary>
/// <remarks>What a text does not tell in full ends with <see cref="Open"/>: then the span itself decides. Stored: a change needs every span to be written again.</remarks>
internal static class SearchableAttributes
{
    /// <summary>Ends texts that were cut, or that do not say what kind of value they are of.</summary>
    public const char Open = '\u0001';

    private const int MaxLength = 256;

    /// <summary>Gives each key once.</summary>
    public static IReadOnlyCollection<KeyValuePair<string, string>> Of(Span span)
    {
        var texts = new Dictionary<string, string>(span.Attributes.Count + 3, StringComparer.Ordinal); // bounded by the span
        foreach (var attribute in span.Attributes)
        {
            if (attribute.Value is { } value && !texts.TryAdd(attribute.Key, TextOf(value)))
            {
                texts[attribute.Key] += Open; // one of several; a search takes any
            }
        }

        foreach (var (key, text) in SpanText.Translated(span))
        {
            texts.TryAdd(key, Cut(text));
        }

        return texts;
    }

    // Bytes are written like a text, and a number among them would compare as one.
    private static string TextOf(AnyValue value) => Cut(SpanText.Of(value) ?? string.Empty) is var text
        && value.ValueCase is AnyValue.ValueOneofCase.BytesValue or AnyValue.ValueOneofCase.None ? text + Open : text;

    private static string Cut(string text) => text.Length <= MaxLength ? text : TextLimit.Cut(text, MaxLength) + Open;
}
