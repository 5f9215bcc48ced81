using OtelBridge.Otlp;

namespace OtelBridge.TestSupport.Otlp;

/// <summary>One export request and the headers it came with.</summary>
public sealed record ReceivedRequest(ExportTraceServiceRequest Message, IReadOnlyDictionary<string, string> Headers);
