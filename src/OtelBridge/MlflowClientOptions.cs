namespace OtelBridge;

/// <summary>Settings of a <see cref="MlflowClient"/>; what is not set comes from the running tracing, then from the environment, then from a default.</summary>
public sealed class MlflowClientOptions
{
    /// <summary>Gets or sets the address of the tracking server.</summary>
    /// <value>
    /// <c>grpc://host:port</c> or <c>grpcs://host:port</c> for an OtelBridge store, <c>http://host:port</c> or <c>https://host:port</c> for an MLflow server.
    /// The default is that of the running tracing, then <c>MLFLOW_TRACKING_URI</c>, then <c>grpc://localhost:4317</c>.
    /// </value>
    public string? TrackingUri { get; set; }

    /// <summary>Gets or sets the name for Basic authentication at an MLflow server.</summary>
    /// <value>The default is <c>MLFLOW_TRACKING_USERNAME</c>.</value>
    public string? Username { get; set; }

    /// <summary>Gets or sets the password that goes with <see cref="Username"/>.</summary>
    /// <value>The default is <c>MLFLOW_TRACKING_PASSWORD</c>. Never shown.</value>
    public string? Password { get; set; }

    /// <summary>Gets or sets the token for Bearer authentication at an MLflow server; <see cref="Username"/> and <see cref="Password"/> come first.</summary>
    /// <value>The default is <c>MLFLOW_TRACKING_TOKEN</c>. Never shown.</value>
    public string? Token { get; set; }

    /// <summary>Gets or sets how long one request may take, above nothing; repetitions come on top.</summary>
    /// <value>The default is <c>MLFLOW_HTTP_REQUEST_TIMEOUT</c> or 120 seconds for an MLflow server, and 30 seconds for an OtelBridge store.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gets or sets how often a request to an MLflow server is sent again that was answered by 408, 429 or 5xx, or not at all; 0 to 9.</summary>
    /// <value>The default is <c>MLFLOW_HTTP_REQUEST_MAX_RETRIES</c>, or 4, which gives up after about 8 seconds.</value>
    public int? MaxRetries { get; set; }

    /// <summary>Gets or sets what is under the client, for proxies, certificates and tests; whoever sets it disposes it.</summary>
    /// <value>The default is a handler of the client's own. With one of yours, the variables about certificates have no effect.</value>
    public HttpMessageHandler? Handler { get; set; }

    /// <summary>Gets or sets the clock, for the start of runs and the waits between repetitions.</summary>
    /// <value>The default is the system's.</value>
    public TimeProvider? TimeProvider { get; set; }
}
