using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.Web.Content;

namespace OtelBridge.Web.Spans;

/// <summary>The events of a span in their order.</summary>
/// <param name="Rows">Those that are shown.</param>
/// <param name="Total">How many there are.</param>
public sealed record SpanEvents(IReadOnlyList<SpanEventRow> Rows, int Total)
{
    private const int MaxRows = 200;

    private static readonly string[] OfExceptions = [OTelKeys.ExceptionType, OTelKeys.ExceptionMessage, OTelKeys.ExceptionStackTrace];

    public static SpanEvents Of(Span span, ContentSource source)
    {
        ArgumentNullException.ThrowIfNull(span);
        ArgumentNullException.ThrowIfNull(source);
        var rows = span.Events
            .Select((item, index) => (Item: item, Index: index))
            .OrderBy(static row => row.Item.TimeUnixNano)
            .Take(MaxRows)
            .Select(row => Row(span, row.Item, key => source with { Of = string.Create(CultureInfo.InvariantCulture, $"{SpanValues.Event}:{row.Index}:{key}") }));
        return new SpanEvents([.. rows], span.Events.Count);
    }

    private static SpanEventRow Row(Span span, Span.Types.Event item, Func<string, ContentSource?> source)
    {
        var isException = item.Name == OTelKeys.ExceptionEvent;
        var rest = item.Attributes.Where(attribute => !isException || !OfExceptions.Contains(attribute.Key)).ToList();
        var row = new SpanEventRow(item.Name, item.TimeUnixNano, SpanTimes.Offset(span.StartTimeUnixNano, item.TimeUnixNano), AttributeTable.Of(rest, source));
        if (!isException)
        {
            return row;
        }

        var (type, message) = (Text(item, OTelKeys.ExceptionType), Text(item, OTelKeys.ExceptionMessage));
        var stack = Text(item, OTelKeys.ExceptionStackTrace);
        return row with
        {
            Exception = TextCut.Of(type.Length > 0 && message.Length > 0 ? $"{type}: {message}" : type + message, ContentLimits.Value),
            Stack = stack.Length > 0 ? StackTraceText.Read(stack) : [],
        };
    }

    private static string Text(Span.Types.Event item, string key) =>
        item.Attributes.FirstOrDefault(attribute => attribute.Key == key) is { } found ? SpanValues.Of(found.Value).Text : "";
}
