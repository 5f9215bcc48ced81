namespace OtelBridge.Store.Storage;

/// <summary>What a writer asks of a span that is stored.</summary>
internal readonly record struct StoredSpan(long? ParentSpanId, long StartUnixNano, long? EndUnixNano, long BlockId);
