using System.Globalization;
using System.Text.RegularExpressions;
using OtelBridge;

namespace QuickStart.Answering;

/// <summary>Last step: turns the model's text with its marks such as <c>[2]</c> into an answer with sources.</summary>
internal static partial class AnswerParser
{
    // Every call is a span: the arguments are its inputs, but for the documents, which the span of the reranker shows already.
    [Trace("parse", SpanType = SpanType.Parser)]
    public static Answer Parse(string content, [TraceIgnore] IReadOnlyList<RetrievedDocument> sources) =>
        new(content.Trim(), [.. CitedNumbers(content, sources.Count).Select(number => Cite(number, sources[number - 1]))]);

    // A model may cite what it was never given; such numbers are passed over.
    private static IEnumerable<int> CitedNumbers(string content, int count) => Citation()
        .Matches(content)
        .Select(static match => int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .Where(number => number >= 1 && number <= count)
        .Distinct()
        .Order();

    private static CitedSource Cite(int number, RetrievedDocument source) => new(number, source.Metadata.DocUri, source.Metadata.Title);

    [GeneratedRegex(@"\[([0-9]+)\]")]
    private static partial Regex Citation();
}
