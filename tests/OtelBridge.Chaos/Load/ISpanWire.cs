using OtelBridge.Otlp;

namespace OtelBridge.Chaos.Load;

/// <summary>A way of spans to the server.</summary>
internal interface ISpanWire : IDisposable
{
    Task<SendResult> SendAsync(ExportTraceServiceRequest request, CancellationToken cancellationToken);
}
