namespace OtelBridge.Probing;

/// <summary>What is expected at an address.</summary>
public enum ProbeTargetKind
{
    /// <summary>Anything that takes OTLP.</summary>
    Collector,

    /// <summary>An OtelBridge store: OTLP and tracking over gRPC.</summary>
    Store,

    /// <summary>An MLflow server, or what speaks like one: its REST API, and OTLP over HTTP below it.</summary>
    Mlflow,
}
