using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using OtelBridge.Entities.Json;
using OtelBridge.Testing.Comparing;

namespace OtelBridge.Testing;

/// <summary>What a test expects of a span. Each method returns the span, so that they can be chained, and throws <see cref="TraceAssertionException"/> when it is not so.</summary>
/// <remarks>
/// JSON is compared by its values: objects may have more members than are expected, at any depth; lists have as many elements, in the same order; numbers are
/// equal in value (<c>1</c> and <c>1.0</c>).
/// </remarks>
public static class SpanAssertions
{
    /// <summary>Expects these inputs.</summary>
    /// <param name="span">The span.</param>
    /// <param name="json">What they must have: <c>{"city":"Oslo"}</c>.</param>
    /// <returns>The same span.</returns>
    /// <exception cref="TraceAssertionException">They have something else, or there are none.</exception>
    public static CapturedSpan ShouldHaveInputs(this CapturedSpan span, [StringSyntax(StringSyntaxAttribute.Json)] string json)
    {
        ArgumentNullException.ThrowIfNull(span);
        return Compare(span, "Inputs", span.Inputs, json);
    }

    /// <summary>Expects these outputs.</summary>
    /// <param name="span">The span.</param>
    /// <param name="json">What they must have.</param>
    /// <returns>The same span.</returns>
    /// <exception cref="TraceAssertionException">They have something else, or there are none.</exception>
    public static CapturedSpan ShouldHaveOutputs(this CapturedSpan span, [StringSyntax(StringSyntaxAttribute.Json)] string json)
    {
        ArgumentNullException.ThrowIfNull(span);
        return Compare(span, "Outputs", span.Outputs, json);
    }

    /// <summary>Expects an attribute.</summary>
    /// <param name="span">The span.</param>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value: text, a boolean, a number, or what has the JSON that it must have.</param>
    /// <returns>The same span.</returns>
    /// <exception cref="TraceAssertionException">The span has another value, or none.</exception>
    public static CapturedSpan ShouldHaveAttribute(this CapturedSpan span, string key, object value)
    {
        ArgumentNullException.ThrowIfNull(span);
        ArgumentNullException.ThrowIfNull(key);
        var expected = JsonSerializer.SerializeToElement(value, ReadableJson.Options);
        JsonElement? actual = span.Attributes.TryGetValue(key, out var found) ? found : null;
        return Compare(span, $"Attribute {key}", actual, expected);
    }

    /// <summary>Expects that the span says so many tokens.</summary>
    /// <param name="span">The span.</param>
    /// <param name="input">Tokens of the prompt.</param>
    /// <param name="output">Tokens of the answer.</param>
    /// <returns>The same span.</returns>
    /// <exception cref="TraceAssertionException">It says others, or none.</exception>
    public static CapturedSpan ShouldHaveTokens(this CapturedSpan span, long input, long output)
    {
        ArgumentNullException.ThrowIfNull(span);
        return span.Tokens is { } tokens && tokens.InputTokens == input && tokens.OutputTokens == output
            ? span
            : throw new TraceAssertionException($"{Named(span)} used {TraceAssertions.Said(span.Tokens)}; expected {TraceAssertions.Said(input, output)}.");
    }

    private static CapturedSpan Compare(CapturedSpan span, string what, JsonElement? actual, string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return JsonSource.TryParse(json, out var expected)
            ? Compare(span, what, actual, expected.Value)
            : throw new ArgumentException($"What is expected is no JSON: {json}", nameof(json));
    }

    private static CapturedSpan Compare(CapturedSpan span, string what, JsonElement? actual, JsonElement expected) =>
        JsonSubset.Difference(expected, actual) is { } difference
            ? throw new TraceAssertionException(
                $"{what} of {Named(span)}: {difference}.\n\nExpected at least:\n{ReadableJson.Of(expected)}\n\nActual:\n{(actual is { } value ? ReadableJson.Of(value) : "none")}")
            : span;

    private static string Named(CapturedSpan span) => $"{span.Type} {span.Name}";
}
