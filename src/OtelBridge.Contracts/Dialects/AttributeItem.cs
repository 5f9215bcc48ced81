namespace OtelBridge.Dialects;

/// <summary>What an attribute is about, whatever dialect names it.</summary>
internal enum AttributeItem
{
    Kind,
    Inputs,
    Outputs,
    InputTokens,
    OutputTokens,
    TotalTokens,
    Usage,
    Session,
    User,
    TraceId,
    Experiment,
    Model,
    Provider,
    Agent,
    CacheReadTokens,
    CacheWriteTokens,
    ReasoningTokens,
    WholeCost,
    TotalCost,
    InputCost,
    OutputCost,
    CacheReadCost,
    CacheWriteCost,
    ReasoningCost,
    ServiceTier,
}
