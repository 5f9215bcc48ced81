using OtelBridge.Otlp;

namespace OtelBridge.Grpc;

/// <summary>The methods of OTLP's trace service.</summary>
public static class TraceServiceMethods
{
    /// <summary>Takes spans in.</summary>
    public static GrpcMethod<ExportTraceServiceRequest, ExportTraceServiceResponse> Export { get; } = new(
        "opentelemetry.proto.collector.trace.v1.TraceService",
        "Export",
        ExportTraceServiceRequest.Parser,
        ExportTraceServiceResponse.Parser);
}
