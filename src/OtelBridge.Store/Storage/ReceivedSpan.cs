using OtelBridge.Otlp;

namespace OtelBridge.Store.Storage;

/// <summary>A span with what it came under.</summary>
internal readonly record struct ReceivedSpan(Resource? Resource, InstrumentationScope? Scope, Span Span);
