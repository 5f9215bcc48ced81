using System.Text.RegularExpressions;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;

namespace OtelBridge.Store.Storage.Search;

/// <summary>Looks for a pattern in what the spans say, each piece by itself.</summary>
internal sealed class TextCheck(Func<string, bool> matches, RawPhrase? phrase) : IContentCheck
{
    public RawPhrase? Phrase => phrase;

    public bool Holds(IReadOnlyList<ReceivedSpan> spans)
    {
        try
        {
            return spans.Any(received => SpanText.Pieces(received.Span).Any(matches));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new InvalidFilterException(RLikePattern.TooSlow);
        }
    }
}
