namespace OtelBridge.Attributes;

/// <summary>Attribute keys of OpenInference.</summary>
/// <remarks>Source: the OpenInference specification, as of August 2026.</remarks>
public static class OpenInferenceKeys
{
    /// <summary>Kind of the span: <c>LLM</c>, <c>TOOL</c>, <c>RETRIEVER</c>, …</summary>
    public const string SpanKind = "openinference.span.kind";

    /// <summary>What the operation works on.</summary>
    public const string InputValue = "input.value";

    /// <summary>What came out of it.</summary>
    public const string OutputValue = "output.value";

    /// <summary>The model.</summary>
    public const string ModelName = "llm.model_name";

    /// <summary>The model that was asked for.</summary>
    public const string RequestModelName = "llm.request.model_name";

    /// <summary>The model that answered.</summary>
    public const string ResponseModelName = "llm.response.model_name";

    /// <summary>The model of an embedding.</summary>
    public const string EmbeddingModelName = "embedding.model_name";

    /// <summary>The model that orders documents.</summary>
    public const string RerankerModelName = "reranker.model_name";

    /// <summary>The provider of the model.</summary>
    public const string Provider = "llm.provider";

    /// <summary>Tokens of the prompt.</summary>
    public const string PromptTokens = "llm.token_count.prompt";

    /// <summary>Tokens of the completion.</summary>
    public const string CompletionTokens = "llm.token_count.completion";

    /// <summary>All tokens.</summary>
    public const string TotalTokens = "llm.token_count.total";

    /// <summary>The conversation that the span belongs to.</summary>
    public const string SessionId = "session.id";

    /// <summary>The user on whose behalf the span was made.</summary>
    public const string UserId = "user.id";
}
