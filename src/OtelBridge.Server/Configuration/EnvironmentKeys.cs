namespace OtelBridge.Server.Configuration;

/// <summary>Environment variables that the command line reads; an option on the command line wins over its variable.</summary>
internal static class EnvironmentKeys
{
    /// <summary>Address of the store.</summary>
    public const string Store = "OTELBRIDGE_STORE";

    /// <summary>Where gRPC listens.</summary>
    public const string Grpc = "OTELBRIDGE_GRPC";

    /// <summary>Where OTLP over HTTP listens.</summary>
    public const string OtlpHttp = "OTELBRIDGE_OTLP_HTTP";

    /// <summary>Where plain HTTP listens.</summary>
    public const string Http = "OTELBRIDGE_HTTP";

    /// <summary>Where Jaeger's query API is served.</summary>
    public const string Jaeger = "OTELBRIDGE_JAEGER";

    /// <summary>Where Zipkin's API is served.</summary>
    public const string Zipkin = "OTELBRIDGE_ZIPKIN";

    /// <summary>Path under which the pages lie.</summary>
    public const string PathPrefix = "OTELBRIDGE_PATH_PREFIX";

    /// <summary>How long traces are kept.</summary>
    public const string Retain = "OTELBRIDGE_RETAIN";

    /// <summary>How many bytes of each experiment are kept.</summary>
    public const string RetainSize = "OTELBRIDGE_RETAIN_SIZE";

    /// <summary>File of token prices.</summary>
    public const string PricesFile = "OTELBRIDGE_PRICES_FILE";

    /// <summary>File of masking rules.</summary>
    public const string Mask = "OTELBRIDGE_MASK";

    /// <summary>MLflow's own: the server to read from when it is a <c>grpc://</c> address.</summary>
    public const string MlflowTrackingUri = "MLFLOW_TRACKING_URI";
}
