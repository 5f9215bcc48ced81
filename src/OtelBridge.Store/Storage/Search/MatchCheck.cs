using OtelBridge.Store.Search.Text;

namespace OtelBridge.Store.Storage.Search;

/// <summary>Looks for words in what the spans of a trace say together.</summary>
internal sealed class MatchCheck(IReadOnlyList<WordPart> wanted) : IContentCheck
{
    public bool Holds(IReadOnlyList<ReceivedSpan> spans)
    {
        var words = new HashSet<string>(StringComparer.Ordinal); // of one trace
        foreach (var piece in spans.SelectMany(received => SpanText.Pieces(received.Span)))
        {
            Words.Collect(piece, words);
        }

        return wanted.All(part => part.IsEnd ? words.Contains(part.Text) : words.Any(word => word.StartsWith(part.Text, StringComparison.Ordinal)));
    }
}
