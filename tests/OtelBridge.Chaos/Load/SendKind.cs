namespace OtelBridge.Chaos.Load;

/// <summary>What the answer to a request means for its sender.</summary>
internal enum SendKind
{
    Acknowledged,

    /// <summary>To be sent again.</summary>
    Retryable,

    /// <summary>What a sender takes for final: its spans would be lost.</summary>
    Refused,
}
