using System.Globalization;
using System.Text.RegularExpressions;
using OtelBridge.Otlp;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;

namespace OtelBridge.Store.Storage.Search;

/// <summary>Compares an attribute of the spans, by text or by number. What a span of another dialect says in its own words counts under MLflow's keys too.</summary>
internal sealed class AttributeCheck(string key, Func<string, bool>? matchesText, Func<double, bool>? matchesNumber) : IContentCheck
{
    public bool Holds(IReadOnlyList<ReceivedSpan> spans)
    {
        try
        {
            return spans.Any(received => Holds(received.Span));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new InvalidFilterException(RLikePattern.TooSlow);
        }
    }

    private bool Holds(Span span)
    {
        var found = false;
        foreach (var attribute in span.Attributes)
        {
            if (attribute.Key == key && attribute.Value is { } value)
            {
                found = true;
                if (Matches(value))
                {
                    return true;
                }
            }
        }

        return !found && SpanText.Translated(span).Any(item => item.Key == key && Matches(item.Text));
    }

    private bool Matches(AnyValue value) => (value.ValueCase, matchesNumber) switch
    {
        (AnyValue.ValueOneofCase.IntValue, not null) => matchesNumber(value.IntValue),
        (AnyValue.ValueOneofCase.DoubleValue, not null) => matchesNumber(value.DoubleValue),
        (not AnyValue.ValueOneofCase.StringValue, not null) => false,
        _ => SpanText.Of(value) is { } text && Matches(text),
    };

    private bool Matches(string text) => matchesNumber is null
        ? matchesText!(text) // one of the two is given
        : double.TryParse(text, FilterNumber.Style, CultureInfo.InvariantCulture, out var number) && matchesNumber(number);
}
