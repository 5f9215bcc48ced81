namespace OtelBridge.Attributes;

/// <summary>Attribute keys of the Vercel AI SDK.</summary>
/// <remarks>Source: MLflow 3.6's translator of this dialect. Token counts use the keys of <see cref="GenAiKeys"/>.</remarks>
public static class VercelAiKeys
{
    /// <summary>What the span does: <c>ai.generateText</c>, <c>ai.toolCall</c>, <c>ai.embed</c>, …</summary>
    public const string OperationId = "ai.operationId";

    /// <summary>The model that was asked for.</summary>
    public const string ModelId = "ai.model.id";

    /// <summary>The model that answered.</summary>
    public const string ResponseModel = "ai.response.model";

    /// <summary>The prompt.</summary>
    public const string Prompt = "ai.prompt";

    /// <summary>Beginning of the keys that hold the prompt's parts.</summary>
    public const string PromptPrefix = "ai.prompt.";

    /// <summary>Beginning of the keys that hold the answer's parts.</summary>
    public const string ResponsePrefix = "ai.response.";

    /// <summary>The text of the answer.</summary>
    public const string ResponseText = "ai.response.text";

    /// <summary>The structured answer.</summary>
    public const string ResponseObject = "ai.response.object";

    /// <summary>What the tool was called with.</summary>
    public const string ToolCallArgs = "ai.toolCall.args";

    /// <summary>What the tool returned.</summary>
    public const string ToolCallResult = "ai.toolCall.result";

    /// <summary>What is embedded.</summary>
    public const string Value = "ai.value";

    /// <summary>What is embedded, several at once.</summary>
    public const string Values = "ai.values";

    /// <summary>The vector.</summary>
    public const string Embedding = "ai.embedding";

    /// <summary>The vectors.</summary>
    public const string Embeddings = "ai.embeddings";
}
