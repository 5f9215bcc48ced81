using System.Text;

namespace QuickStart.Answering;

/// <summary>What the chat model is asked: a question and the documents that may answer it, numbered from 1.</summary>
internal sealed record ChatPrompt(string Question, IReadOnlyList<RetrievedDocument> Sources)
{
    private const string Instructions =
        """
        You answer questions about the software project whose documentation is quoted.
        Use only the quoted sources. Be brief: one to four sentences of plain text.
        After each sentence cite its source by number in brackets, like [1].
        If the sources do not answer the question, say so and cite nothing.
        """;

    /// <summary>Gets the prompt as chat messages: what a language model receives, and what the trace shows.</summary>
    public IReadOnlyList<ChatMessage> Messages { get; } =
        [new(ChatMessage.System, Instructions), new(ChatMessage.User, Quote(Question, Sources))];

    private static string Quote(string question, IReadOnlyList<RetrievedDocument> sources)
    {
        var text = new StringBuilder();
        for (var i = 0; i < sources.Count; i++)
        {
            text.Append('[').Append(i + 1).Append("] ").Append(sources[i].Metadata.DocUri).Append('\n')
                .Append(sources[i].PageContent).Append("\n\n");
        }

        return text.Append("Question: ").Append(question).ToString();
    }
}
