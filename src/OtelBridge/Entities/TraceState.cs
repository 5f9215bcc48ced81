namespace OtelBridge.Entities;

/// <summary>How a trace stands.</summary>
public enum TraceState
{
    /// <summary>Nobody has said.</summary>
    Unspecified,

    /// <summary>The root span ended well.</summary>
    Ok,

    /// <summary>The root span ended with an error.</summary>
    Error,

    /// <summary>The root span has not ended yet.</summary>
    InProgress,
}
