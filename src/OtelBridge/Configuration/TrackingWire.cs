namespace OtelBridge.Configuration;

/// <summary>How a tracking server is spoken to.</summary>
internal enum TrackingWire
{
    /// <summary>OTLP and the tracking service over gRPC: an OtelBridge store.</summary>
    Grpc,

    /// <summary>MLflow's REST API and OTLP over HTTP: an MLflow server, or an OtelBridge store.</summary>
    Rest,
}
