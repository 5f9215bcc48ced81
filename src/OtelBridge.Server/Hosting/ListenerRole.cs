namespace OtelBridge.Server.Hosting;

/// <summary>What a listener is for; an endpoint answers only on the listeners that it names.</summary>
[Flags]
internal enum ListenerRole
{
    /// <summary>OTLP and tracking over gRPC: HTTP/2, nothing else.</summary>
    Grpc = 1,

    /// <summary>OTLP over HTTP, protobuf and JSON.</summary>
    OtlpHttp = 2,

    /// <summary>The MLflow-compatible REST API, health, version, OTLP over HTTP.</summary>
    Http = 4,

    /// <summary>Jaeger's query API.</summary>
    Jaeger = 8,

    /// <summary>Zipkin's API, reads and intake.</summary>
    Zipkin = 16,
}
