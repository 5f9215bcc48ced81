using OtelBridge.Dialects;

namespace OtelBridge.Store.Storage;

/// <summary>A span as the sum of token usage sees it.</summary>
internal readonly record struct SpanUsage(long SpanId, long? ParentSpanId, SpanTokenUsage? TokenUsage);
