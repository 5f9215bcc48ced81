using System.Globalization;
using System.Text.RegularExpressions;
using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Translation;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Compares an attribute of the spans, by text or by number. What a span of another dialect says in its own words counts under MLflow's keys too.</summary>
internal sealed class AttributeCheck(string key, Func<string, bool>? matchesText, Func<double, bool>? matchesNumber) : IContentCheck
{
    public bool Holds(IReadOnlyList<Span> spans)
    {
        try
        {
            return spans.Any(Holds);
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

        return !found && Translated(span) is { } text && Matches(new AnyValue { StringValue = text });
    }

    private string? Translated(Span span) => key switch
    {
        MlflowKeys.SpanInputs => SpanReading.Of(span).Inputs,
        MlflowKeys.SpanOutputs => SpanReading.Of(span).Outputs,
        MlflowKeys.SpanType => SpanReading.Of(span).SpanType,
        _ => null,
    };

    private bool Matches(AnyValue value)
    {
        if (matchesNumber is null)
        {
            return SpanText.Of(value) is { } text && matchesText!(text);
        }

        return value.ValueCase switch
        {
            AnyValue.ValueOneofCase.IntValue => matchesNumber(value.IntValue),
            AnyValue.ValueOneofCase.DoubleValue => matchesNumber(value.DoubleValue),
            AnyValue.ValueOneofCase.StringValue => double.TryParse(SpanText.Of(value), FilterNumber.Style, CultureInfo.InvariantCulture, out var number) && matchesNumber(number),
            _ => false,
        };
    }
}
