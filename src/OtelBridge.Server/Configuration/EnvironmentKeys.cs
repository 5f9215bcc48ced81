namespace OtelBridge.Server.Configuration;

/// <summary>Environment variables that the command line reads; an option on the command line wins over its variable.</summary>
internal static class EnvironmentKeys
{
    /// <summary>Address of the store.</summary>
    public const string Store = "OTELBRIDGE_STORE";

    /// <summary>Workspaces besides the store.</summary>
    public const string Workspaces = "OTELBRIDGE_WORKSPACES";

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

    /// <summary>The provider of OpenID Connect.</summary>
    public const string OidcAuthority = "OTELBRIDGE_OIDC_AUTHORITY";

    /// <summary>What the provider calls the server.</summary>
    public const string OidcClientId = "OTELBRIDGE_OIDC_CLIENT_ID";

    /// <summary>What the server shows the provider; no option, since command lines are seen by everybody on the machine.</summary>
    public const string OidcClientSecret = "OTELBRIDGE_OIDC_CLIENT_SECRET";

    /// <summary>What the page for signing in calls the provider.</summary>
    public const string OidcLabel = "OTELBRIDGE_OIDC_LABEL";

    /// <summary>The claim that people are named by.</summary>
    public const string OidcNameClaim = "OTELBRIDGE_OIDC_NAME_CLAIM";

    /// <summary>Further scopes.</summary>
    public const string OidcScopes = "OTELBRIDGE_OIDC_SCOPES";

    /// <summary>The claim that has the groups.</summary>
    public const string OidcGroupsClaim = "OTELBRIDGE_OIDC_GROUPS_CLAIM";

    /// <summary>The groups that may come in.</summary>
    public const string OidcGroups = "OTELBRIDGE_OIDC_GROUPS";

    /// <summary>The groups of admins.</summary>
    public const string OidcAdminGroups = "OTELBRIDGE_OIDC_ADMIN_GROUPS";

    /// <summary>Whether who did what is written down where callers need not say who they are.</summary>
    public const string Audit = "OTELBRIDGE_AUDIT";

    /// <summary>For how many days that is kept.</summary>
    public const string AuditDays = "OTELBRIDGE_AUDIT_DAYS";

    /// <summary>How much each caller may ask for.</summary>
    public const string Quota = "OTELBRIDGE_QUOTA";

    /// <summary>How much all callers of a workspace may ask for together.</summary>
    public const string WorkspaceQuotas = "OTELBRIDGE_WORKSPACE_QUOTAS";

    /// <summary>File of token prices.</summary>
    public const string PricesFile = "OTELBRIDGE_PRICES_FILE";

    /// <summary>How long a stop waits for load balancers to notice.</summary>
    public const string Drain = "OTELBRIDGE_DRAIN";

    /// <summary>File of the server's certificate.</summary>
    public const string TlsCertificate = "OTELBRIDGE_TLS_CERTIFICATE";

    /// <summary>File of its key.</summary>
    public const string TlsKey = "OTELBRIDGE_TLS_KEY";

    /// <summary>Password of the key; no option, since command lines are seen by everybody on the machine.</summary>
    public const string TlsPassword = "OTELBRIDGE_TLS_PASSWORD";

    /// <summary>File of the roots of clients' certificates.</summary>
    public const string TlsClientCa = "OTELBRIDGE_TLS_CLIENT_CA";

    /// <summary>Which listeners ask for a client's certificate.</summary>
    public const string TlsClientScope = "OTELBRIDGE_TLS_CLIENT_SCOPE";

    /// <summary>How long browsers remember that the host has TLS.</summary>
    public const string TlsHsts = "OTELBRIDGE_TLS_HSTS";

    /// <summary>File of masking rules.</summary>
    public const string Mask = "OTELBRIDGE_MASK";

    /// <summary>MLflow's own: the server to read from when it is a <c>grpc://</c> address.</summary>
    public const string MlflowTrackingUri = "MLFLOW_TRACKING_URI";

    /// <summary>MLflow's own: file of the roots that the server's certificate may be signed under.</summary>
    public const string MlflowServerCertPath = "MLFLOW_TRACKING_SERVER_CERT_PATH";

    /// <summary>MLflow's own: file of the client's certificate with its key.</summary>
    public const string MlflowClientCertPath = "MLFLOW_TRACKING_CLIENT_CERT_PATH";
}
