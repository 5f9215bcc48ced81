using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage;

/// <summary>Spans of one trace with their payload as it will be stored.</summary>
internal sealed record TraceWrite(TraceBatch Batch, EncodedPayload Payload);
