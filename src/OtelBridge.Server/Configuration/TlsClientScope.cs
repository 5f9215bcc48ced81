namespace OtelBridge.Server.Configuration;

/// <summary>Which listeners ask for a client's certificate.</summary>
public enum TlsClientScope
{
    /// <summary>Those that programs send to: gRPC, OTLP over HTTP and Zipkin. Plain HTTP, where people look, takes OTLP and MLflow's REST API without one.</summary>
    Ingest,

    /// <summary>Every listener.</summary>
    All,
}
