namespace OtelBridge.Chaos.Load;

/// <summary>What is known of a batch.</summary>
internal enum SentState
{
    /// <summary>On its way, or given up without an answer: it may be there or not.</summary>
    Unknown,

    /// <summary>The server said that it has it.</summary>
    Acknowledged,

    /// <summary>The server said that it has deleted it.</summary>
    Deleted,
}
