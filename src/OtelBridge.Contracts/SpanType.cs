namespace OtelBridge;

/// <summary>The span types that MLflow defines. A span type is free text; these are the known ones.</summary>
/// <remarks>Source: MLflow 3.6. Any other text is kept and searchable as it is.</remarks>
public static class SpanType
{
    /// <summary>A call of a language model.</summary>
    public const string Llm = "LLM";

    /// <summary>A chain of operations.</summary>
    public const string Chain = "CHAIN";

    /// <summary>An autonomous agent's run or turn.</summary>
    public const string Agent = "AGENT";

    /// <summary>A tool or function that a model asked for.</summary>
    public const string Tool = "TOOL";

    /// <summary>A call of a chat model.</summary>
    public const string ChatModel = "CHAT_MODEL";

    /// <summary>A retrieval of documents.</summary>
    public const string Retriever = "RETRIEVER";

    /// <summary>Parsing of text into a structure.</summary>
    public const string Parser = "PARSER";

    /// <summary>A computation of embeddings.</summary>
    public const string Embedding = "EMBEDDING";

    /// <summary>A re-ordering of retrieved documents.</summary>
    public const string Reranker = "RERANKER";

    /// <summary>A read or write of an agent's memory.</summary>
    public const string Memory = "MEMORY";

    /// <summary>The default: nothing is known about the operation.</summary>
    public const string Unknown = "UNKNOWN";

    /// <summary>A workflow of several tasks.</summary>
    public const string Workflow = "WORKFLOW";

    /// <summary>One task of a workflow.</summary>
    public const string Task = "TASK";

    /// <summary>A check of a policy.</summary>
    public const string Guardrail = "GUARDRAIL";

    /// <summary>A scoring of an output.</summary>
    public const string Evaluator = "EVALUATOR";
}
