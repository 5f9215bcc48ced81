using System.Text;
using Microsoft.Extensions.AI;
using OtelBridge;
using RagService.Corpus;

namespace RagService.Answering;

/// <summary>Answers from the handbook: retrieves passages, asks the model with them.</summary>
/// <param name="retriever">Finds the passages.</param>
/// <param name="chat">The model.</param>
internal sealed class QuestionAnswering(Retriever retriever, IChatClient chat)
{
    private const string Instructions =
        """
        You answer questions of customers of a bicycle shop from the passages of its handbook that are quoted, and from nothing else.
        Be brief, and cite a passage by its number in brackets, like [1], after each sentence. If they do not answer the question, say so.
        """;

    /// <param name="question">What is asked.</param>
    /// <param name="session">The conversation that it belongs to; none when null.</param>
    /// <param name="cancellationToken">Ends it, when the caller has gone.</param>
    public Task<Answer> AskAsync(string question, string? session, CancellationToken cancellationToken) => Mlflow.TraceAsync(
        "ask",
        async span =>
        {
            Mlflow.UpdateCurrentTrace(session: session);
            var documents = await retriever.RetrieveAsync(question, cancellationToken);
            var response = await chat.GetResponseAsync(
                [new ChatMessage(ChatRole.System, Instructions), new ChatMessage(ChatRole.User, Quote(question, documents))],
                new ChatOptions { Temperature = 0 },
                cancellationToken);
            return new Answer(response.Text, [.. documents.Select(static document => document.Metadata.DocUri)], span.TraceId);
        },
        SpanType.Chain,
        inputs: new { question, session });

    private static string Quote(string question, IReadOnlyList<RetrievedDocument> documents)
    {
        var text = new StringBuilder();
        for (var i = 0; i < documents.Count; i++)
        {
            text.Append('[').Append(i + 1).Append("] ").Append(documents[i].Metadata.Title).Append('\n').Append(documents[i].PageContent).Append("\n\n");
        }

        return text.Append("Question: ").Append(question).ToString();
    }
}
