namespace OtelBridge.Export;

/// <summary>What a destination of spans is, and with it how it is spoken to.</summary>
public enum ExportDestinationKind
{
    /// <summary>Anything that takes OTLP: an OpenTelemetry Collector, Jaeger, a vendor. Over gRPC or HTTP.</summary>
    Collector,

    /// <summary>An OtelBridge store, over gRPC.</summary>
    Store,

    /// <summary>An MLflow server, over HTTP: spans, and a record of each trace.</summary>
    Mlflow,

    /// <summary>The standard output or error of the program: each trace as a tree, for development.</summary>
    Console,

    /// <summary>A file with one line of OTLP JSON for each request.</summary>
    File,
}
