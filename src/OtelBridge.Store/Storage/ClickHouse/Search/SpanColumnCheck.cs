using System.Text.RegularExpressions;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;
using OtelBridge.Store.Translation;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Compares what stands in a column of the spans.</summary>
internal sealed class SpanColumnCheck(Func<SpanRow, string?> read, Func<string, bool> matches) : IContentCheck
{
    public bool Holds(IReadOnlyList<ReceivedSpan> spans)
    {
        try
        {
            return spans.Any(received =>
                read(SpanTranslator.Translate(received.Span, string.Empty, ResourceReading.Of(received.Resource).ServiceName).Row) is { } text && matches(text));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new InvalidFilterException(RLikePattern.TooSlow);
        }
    }
}
