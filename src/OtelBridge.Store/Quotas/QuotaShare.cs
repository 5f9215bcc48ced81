namespace OtelBridge.Store.Quotas;

/// <summary>What a request takes of a quota.</summary>
/// <param name="Spans">Its spans.</param>
/// <param name="Bytes">Their bytes, as protobuf without compression.</param>
public readonly record struct QuotaShare(long Spans, long Bytes);
