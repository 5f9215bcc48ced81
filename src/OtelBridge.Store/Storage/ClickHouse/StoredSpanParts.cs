using OtelBridge.Pricing;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>A span as it is read back: where it stands in its trace, what it cost, and its messages.</summary>
internal sealed record StoredSpanParts(string TraceId, long SpanId, SpanPlace Place, SpanCost? Cost, byte[] Resource, byte[] Scope, byte[] Payload)
{
    public int Bytes => Resource.Length + Scope.Length + Payload.Length;
}
