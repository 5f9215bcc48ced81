namespace OtelBridge.Sources;

/// <summary>What a call of a model or of a tool is, as far as two instrumentations can say it twice.</summary>
internal enum CallKind
{
    None,
    Model,
    Embedding,
    Tool,
}
