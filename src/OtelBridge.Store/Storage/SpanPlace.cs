namespace OtelBridge.Store.Storage;

/// <summary>Where a span stands among the spans of its trace: roots first, then by start.</summary>
internal readonly record struct SpanPlace(bool IsRoot, long StartUnixNano);
