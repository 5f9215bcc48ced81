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

    /// <summary>Whether callers must say who they are.</summary>
    public const string Auth = "OTELBRIDGE_AUTH";

    /// <summary>Whether a server that asks nobody may listen where other machines reach it.</summary>
    public const string AllowEverybody = "OTELBRIDGE_ALLOW_EVERYBODY";

    /// <summary>The password of the first admin.</summary>
    public const string AdminPassword = "OTELBRIDGE_ADMIN_PASSWORD";

    /// <summary>What people may do with experiments that nobody has granted them anything for.</summary>
    public const string DefaultPermission = "OTELBRIDGE_DEFAULT_PERMISSION";

    /// <summary>Proxies that say who sends a request.</summary>
    public const string TrustedProxies = "OTELBRIDGE_TRUSTED_PROXIES";

    /// <summary>The header in which they say it.</summary>
    public const string UserHeader = "OTELBRIDGE_USER_HEADER";

    /// <summary>File of token prices.</summary>
    public const string PricesFile = "OTELBRIDGE_PRICES_FILE";

    /// <summary>How long a stop waits for load balancers to notice.</summary>
    public const string Drain = "OTELBRIDGE_DRAIN";

    /// <summary>MLflow's own: the server to read from when it is a <c>grpc://</c> address.</summary>
    public const string MlflowTrackingUri = "MLFLOW_TRACKING_URI";
}
