using OtelBridge;
using QuickStart.Documents;

namespace QuickStart.Answering;

/// <summary>Second step: few candidates, judged by how much of the question they cover.</summary>
internal static class Reranker
{
    private const int Kept = 3;

    // The body's result becomes the span's outputs, an exception of it the span's error.
    public static IReadOnlyList<RetrievedDocument> Rerank(string question, IReadOnlyList<RetrievedDocument> documents) => Mlflow.Trace(
        "rerank",
        () => Best(question, documents),
        SpanType.Reranker,
        inputs: new { query = question, documents = documents.Select(static document => document.Id), top_k = Kept });

    private static List<RetrievedDocument> Best(string question, IReadOnlyList<RetrievedDocument> documents)
    {
        var terms = Terms.Of(question).ToList();
        return
        [
            .. documents
                .Select(document => document.WithScore(Score(terms, document)))
                .OrderByDescending(static document => document.Metadata.Score)
                .Take(Kept),
        ];
    }

    /// <summary>The share of the question's words in the text, of its pairs of neighbours, and of its words in the heading; 0 to 3.</summary>
    private static double Score(List<string> question, RetrievedDocument document)
    {
        var text = Terms.Of(document.PageContent).ToList();
        return Share(question, text)
            + Share(Pairs(question), Pairs(text))
            + Share(question, Terms.Of(document.Metadata.Title));
    }

    private static double Share<T>(IEnumerable<T> wanted, IEnumerable<T> present)
    {
        var distinct = wanted.ToHashSet();
        return distinct.Count == 0 ? 0 : (double)distinct.Intersect(present).Count() / distinct.Count;
    }

    private static IEnumerable<(string, string)> Pairs(List<string> terms) => terms.Zip(terms.Skip(1));
}
