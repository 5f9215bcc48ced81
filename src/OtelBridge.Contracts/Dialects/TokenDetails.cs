namespace OtelBridge.Dialects;

/// <summary>What of a span's tokens was cached or thought; null for what the span does not say.</summary>
/// <remarks>All of it is part of the input or output count.</remarks>
internal readonly record struct TokenDetails(long? CacheRead, long? CacheWrite, long? Reasoning);
