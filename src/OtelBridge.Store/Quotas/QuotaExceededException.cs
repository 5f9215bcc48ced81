namespace OtelBridge.Store.Quotas;

/// <summary>A caller has asked for more than their quota, or than is left of that of their workspace. Nothing was stored. The message is for the caller: whose quota, which, how much, and when it is free again.</summary>
public sealed class QuotaExceededException(QuotaReason reason, string message, TimeSpan? retryAfter) : Exception(message)
{
    /// <summary>Gets which part of the quota it is.</summary>
    public QuotaReason Reason { get; } = reason;

    /// <summary>Gets when the same request may be sent again; null when it never gets through as it is.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Gets whether the quota is that of the workspace, and not the caller's own.</summary>
    public bool IsOfWorkspace { get; init; }
}
