using OtelBridge.Dialects;
using OtelBridge.Pricing;

namespace OtelBridge.Store.Storage;

/// <summary>A span as the sums of token usage and cost see it.</summary>
internal readonly record struct SpanUsage(long SpanId, long? ParentSpanId, SpanTokenUsage? TokenUsage, SpanCost? Cost = null);
