using OtelBridge.Store.Search.Text;

namespace OtelBridge.Store.Storage.Search;

/// <summary>Looks for words in what the spans of a trace say together, until all are found.</summary>
internal sealed class MatchCheck(IReadOnlyList<WordPart> wanted) : IContentCheck
{
    public bool Holds(IReadOnlyList<ReceivedSpan> spans)
    {
        var missing = wanted.ToList();
        Span<char> folded = stackalloc char[Words.MaxLength];
        foreach (var piece in spans.SelectMany(received => SpanText.Pieces(received.Span)))
        {
            foreach (var (start, length) in Words.Runs(piece))
            {
                var word = folded[..Math.Min(length, Words.MaxLength)];
                piece.AsSpan(start, word.Length).ToLowerInvariant(word);
                for (var i = missing.Count - 1; i >= 0; i--)
                {
                    if (IsMet(missing[i], word))
                    {
                        missing.RemoveAt(i);
                    }
                }

                if (missing.Count == 0)
                {
                    return true;
                }
            }
        }

        return missing.Count == 0;
    }

    private static bool IsMet(WordPart part, ReadOnlySpan<char> word) => part.IsEnd ? word.SequenceEqual(part.Text) : word.StartsWith(part.Text, StringComparison.Ordinal);
}
