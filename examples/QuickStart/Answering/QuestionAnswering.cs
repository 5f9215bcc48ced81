using OtelBridge;
using OtelBridge.Attributes;

namespace QuickStart.Answering;

/// <summary>The agent: retrieve, rerank, ask the model, parse. One question makes one trace of five spans.</summary>
internal sealed class QuestionAnswering(Retriever retriever, IChatModel model, Conversation conversation)
{
    /// <summary>answer, retrieve, rerank, chat, parse.</summary>
    public const int SpansPerTrace = 5;

    /// <exception cref="ChatModelException">The model did not answer; the trace shows where it failed.</exception>
    public Task<TracedAnswer> AskAsync(string question, CancellationToken cancellationToken) => Mlflow.TraceAsync(
        "answer",
        async span =>
        {
            // Facts about the trace as a whole. They ride on its root span, so every destination gets them.
            Mlflow.UpdateCurrentTrace(
                session: conversation.Session,
                user: conversation.User,
                tags: [new("model", model.Name)]);

            var answer = await AnswerAsync(question, cancellationToken);
            span.SetOutputs(answer); // instead of the method's result, which would show the trace its own id
            return new TracedAnswer(span.TraceId, answer);
        },
        SpanType.Agent,
        inputs: new { question });

    // Plain code: each step starts its own span, and the current span, the agent's, is its parent.
    private async Task<Answer> AnswerAsync(string question, CancellationToken cancellationToken)
    {
        var candidates = retriever.Retrieve(question);
        var sources = Reranker.Rerank(question, candidates);
        var reply = await ChatAsync(new ChatPrompt(question, sources), cancellationToken);
        return AnswerParser.Parse(reply.Content, sources);
    }

    // When the model fails, the exception passes through to the caller; the spans 'chat' and 'answer' record it and end as ERROR.
    private Task<ChatReply> ChatAsync(ChatPrompt prompt, CancellationToken cancellationToken) => Mlflow.TraceAsync(
        "chat",
        async span =>
        {
            span.SetAttribute(MlflowKeys.MessageFormat, "openai");
            var reply = await model.CompleteAsync(prompt, cancellationToken);
            span.SetOutputs(reply.ToChoices());
            span.SetTokenUsage(reply.Usage.InputTokens, reply.Usage.OutputTokens);
            span.SetAttribute(QuickStartKeys.TokensEstimated, reply.Usage.IsEstimate);
            return reply;
        },
        SpanType.ChatModel,
        inputs: new { model = model.Name, messages = prompt.Messages });
}
