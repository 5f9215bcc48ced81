using OtelBridge;
using QuickStart.Documents;

namespace QuickStart.Answering;

/// <summary>First step: many candidates, found by their words.</summary>
internal sealed class Retriever(Bm25Index index)
{
    private const int Candidates = 8;

    public IReadOnlyList<RetrievedDocument> Retrieve(string question)
    {
        // The plain form: the span ends where the method does. It fits where nothing is expected to throw;
        // otherwise Mlflow.Trace records the exception as well (see Reranker and QuestionAnswering).
        using var span = Mlflow.StartSpan("retrieve", SpanType.Retriever, new { query = question, top_k = Candidates });

        var documents = index
            .Search(question, Candidates)
            .Select(static hit => RetrievedDocument.From(hit.Section, hit.Score))
            .ToList();

        span.SetAttribute(QuickStartKeys.IndexedSections, index.Count);
        span.SetOutputs(documents);
        return documents;
    }
}
