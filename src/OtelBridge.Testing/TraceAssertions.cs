using System.Globalization;
using OtelBridge.Entities;
using OtelBridge.Testing.Comparing;

namespace OtelBridge.Testing;

/// <summary>What a test expects of a trace. Each method returns the trace, so that they can be chained, and throws <see cref="TraceAssertionException"/> when it is not so.</summary>
public static class TraceAssertions
{
    /// <summary>Expects these spans inside each other, and no others.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="tree">
    /// A line for each span, <c>TYPE name</c>, deeper lines for those inside it, siblings in the order of their starts: the form of <see cref="CapturedTrace.ToString"/>.
    /// A failed span is <c>TYPE name [ERROR]</c>, one that has not ended <c>TYPE name [OPEN]</c>; <c>*</c> stands for any text of a line.
    /// </param>
    /// <returns>The same trace.</returns>
    /// <exception cref="TraceAssertionException">The trace has another tree.</exception>
    public static CapturedTrace ShouldHaveTree(this CapturedTrace trace, string tree)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(tree);
        var expected = ExpectedTree.Lines(tree);
        var actual = trace.ToString().Split('\n');
        if (expected.Length != actual.Length || !expected.Zip(actual).All(static pair => ExpectedTree.Matches(pair.First, pair.Second)))
        {
            throw new TraceAssertionException(
                $"The trace has another tree (- expected, + actual):\n{TextDiff.Of(expected, actual, ExpectedTree.Matches)}\n\n{trace.Shown()}");
        }

        return trace;
    }

    /// <summary>Expects that no span failed.</summary>
    /// <param name="trace">The trace.</param>
    /// <returns>The same trace.</returns>
    /// <exception cref="TraceAssertionException">A span has status ERROR.</exception>
    public static CapturedTrace ShouldHaveNoErrors(this CapturedTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var failed = trace.Spans.Where(static span => span.Status == SpanStatus.Error).Select(static span => $"{span.Name}: {span.StatusDescription ?? "no description"}").ToList();
        return failed.Count == 0 ? trace : throw new TraceAssertionException($"Spans failed:\n{string.Join('\n', failed)}\n\n{trace.Shown()}");
    }

    /// <summary>Expects that every span has ended.</summary>
    /// <param name="trace">The trace; one from <see cref="TraceCapture.Traces"/>, since <see cref="TraceCapture.WaitForTraceAsync"/> waits for the end.</param>
    /// <returns>The same trace.</returns>
    /// <exception cref="TraceAssertionException">A span had not ended when the trace was looked at.</exception>
    public static CapturedTrace ShouldHaveNoOpenSpans(this CapturedTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var open = trace.Spans.Where(static span => span.IsOpen).Select(static span => span.Name).ToList();
        return open.Count == 0 ? trace : throw new TraceAssertionException($"Spans have not ended: {string.Join(", ", open)}.\n\n{trace.Shown()}");
    }

    /// <summary>Expects that the model calls of the trace used so many tokens together.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="input">Tokens of the prompts.</param>
    /// <param name="output">Tokens of the answers.</param>
    /// <returns>The same trace.</returns>
    /// <exception cref="TraceAssertionException">They used others, or none say any.</exception>
    public static CapturedTrace ShouldHaveTokens(this CapturedTrace trace, long input, long output)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return trace.Tokens is { } tokens && tokens.InputTokens == input && tokens.OutputTokens == output
            ? trace
            : throw new TraceAssertionException($"The trace used {Said(trace.Tokens)}; expected {Said(input, output)}.\n\n{trace.Shown()}");
    }

    internal static string Said(TokenUsage? tokens) => tokens is null ? "no tokens that it says" : Said(tokens.InputTokens, tokens.OutputTokens);

    internal static string Said(long input, long output) => string.Create(CultureInfo.InvariantCulture, $"{input} tokens of input and {output} of output");
}
