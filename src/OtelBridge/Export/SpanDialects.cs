namespace OtelBridge.Export;

/// <summary>The vocabularies that the attributes of a span can be written in.</summary>
[Flags]
public enum SpanDialects
{
    /// <summary>None of them: attributes of the program alone.</summary>
    None = 0,

    /// <summary>MLflow's <c>mlflow.*</c>.</summary>
    Mlflow = 1,

    /// <summary>OpenTelemetry's semantic conventions for generative AI, <c>gen_ai.*</c>, and what trace viewers need beside them.</summary>
    GenAi = 2,

    /// <summary>OpenInference's <c>openinference.*</c>, <c>llm.*</c>, <c>input.*</c> and <c>output.*</c>.</summary>
    OpenInference = 4,
}
