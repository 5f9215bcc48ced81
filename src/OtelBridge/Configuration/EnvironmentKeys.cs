namespace OtelBridge.Configuration;

/// <summary>Names of the environment variables that the SDK reads, all through <see cref="Microsoft.Extensions.Configuration.IConfiguration"/>.</summary>
internal static class EnvironmentKeys
{
    /// <summary>Address of the tracking server: <c>grpc://</c> or <c>grpcs://</c> for an OtelBridge store, <c>http://</c> or <c>https://</c> for an MLflow server.</summary>
    public const string TrackingUri = "MLFLOW_TRACKING_URI";

    /// <summary>Name for Basic authentication at the tracking server.</summary>
    public const string TrackingUsername = "MLFLOW_TRACKING_USERNAME";

    /// <summary>Password for Basic authentication at the tracking server.</summary>
    public const string TrackingPassword = "MLFLOW_TRACKING_PASSWORD";

    /// <summary>Token for Bearer authentication at the tracking server.</summary>
    public const string TrackingToken = "MLFLOW_TRACKING_TOKEN";

    /// <summary>Workspace that requests to the tracking server are for.</summary>
    public const string Workspace = "MLFLOW_WORKSPACE";

    /// <summary>Whether any certificate of an MLflow server is taken.</summary>
    public const string TrackingInsecureTls = "MLFLOW_TRACKING_INSECURE_TLS";

    /// <summary>File with the certificates that an MLflow server's may be signed by.</summary>
    public const string TrackingServerCertPath = "MLFLOW_TRACKING_SERVER_CERT_PATH";

    /// <summary>File with the client certificate for an MLflow server, and its key.</summary>
    public const string TrackingClientCertPath = "MLFLOW_TRACKING_CLIENT_CERT_PATH";

    /// <summary>How often a question to an MLflow server is sent again.</summary>
    public const string HttpRequestMaxRetries = "MLFLOW_HTTP_REQUEST_MAX_RETRIES";

    /// <summary>Seconds before the first repetition, doubled for each further one.</summary>
    public const string HttpRequestBackoffFactor = "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR";

    /// <summary>Most seconds that chance adds to each wait.</summary>
    public const string HttpRequestBackoffJitter = "MLFLOW_HTTP_REQUEST_BACKOFF_JITTER";

    /// <summary>Longest single question in seconds.</summary>
    public const string HttpRequestTimeout = "MLFLOW_HTTP_REQUEST_TIMEOUT";

    /// <summary>Whether a server's <c>Retry-After</c> decides when it is asked again.</summary>
    public const string HttpRespectRetryAfter = "MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER";

    /// <summary>Experiment by id.</summary>
    public const string ExperimentId = "MLFLOW_EXPERIMENT_ID";

    /// <summary>Experiment by name; made when missing.</summary>
    public const string ExperimentName = "MLFLOW_EXPERIMENT_NAME";

    /// <summary>Experiment by id, for traces alone; ranks before a run's and a chosen experiment.</summary>
    public const string TracingDestination = "MLFLOW_TRACING_DESTINATION";

    /// <summary>Run that the first run of the program goes on with.</summary>
    public const string RunId = "MLFLOW_RUN_ID";

    /// <summary>Share of traces that is recorded, 0 to 1.</summary>
    public const string SamplingRatio = "MLFLOW_TRACE_SAMPLING_RATIO";

    /// <summary>How long a trace may run, in seconds.</summary>
    public const string TraceTimeout = "MLFLOW_TRACE_TIMEOUT_SECONDS";

    /// <summary>How often that is checked, in seconds.</summary>
    public const string TraceTimeoutCheckInterval = "MLFLOW_TRACE_TIMEOUT_CHECK_INTERVAL_SECONDS";

    /// <summary>How many traces of a client may be open.</summary>
    public const string TraceBufferMaxSize = "MLFLOW_TRACE_BUFFER_MAX_SIZE";

    /// <summary>How long a trace of a client may be open, in seconds.</summary>
    public const string TraceBufferTtl = "MLFLOW_TRACE_BUFFER_TTL_SECONDS";

    /// <summary>Whether a collector gets the spans when one is configured.</summary>
    public const string EnableOtlpExporter = "MLFLOW_ENABLE_OTLP_EXPORTER";

    /// <summary>Whether the store gets the spans too when a collector is configured.</summary>
    public const string EnableDualExport = "MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT";

    /// <summary>Collector for all signals.</summary>
    public const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Collector for traces.</summary>
    public const string OtlpTracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    /// <summary>Collector for the metric of spans.</summary>
    public const string OtlpMetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

    /// <summary>Its protocol.</summary>
    public const string OtlpMetricsProtocol = "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL";

    /// <summary>Its headers.</summary>
    public const string OtlpMetricsHeaders = "OTEL_EXPORTER_OTLP_METRICS_HEADERS";

    /// <summary>Its longest request in milliseconds.</summary>
    public const string OtlpMetricsTimeout = "OTEL_EXPORTER_OTLP_METRICS_TIMEOUT";

    /// <summary>Trusted certificate of its collector.</summary>
    public const string OtlpMetricsCertificate = "OTEL_EXPORTER_OTLP_METRICS_CERTIFICATE";

    /// <summary>Client certificate for it.</summary>
    public const string OtlpMetricsClientCertificate = "OTEL_EXPORTER_OTLP_METRICS_CLIENT_CERTIFICATE";

    /// <summary>Key of that.</summary>
    public const string OtlpMetricsClientKey = "OTEL_EXPORTER_OTLP_METRICS_CLIENT_KEY";

    /// <summary><c>grpc</c> or <c>http/protobuf</c>.</summary>
    public const string OtlpProtocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>The same for traces.</summary>
    public const string OtlpTracesProtocol = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL";

    /// <summary>Headers, <c>key=value,key=value</c>.</summary>
    public const string OtlpHeaders = "OTEL_EXPORTER_OTLP_HEADERS";

    /// <summary>The same for traces.</summary>
    public const string OtlpTracesHeaders = "OTEL_EXPORTER_OTLP_TRACES_HEADERS";

    /// <summary>Longest request in milliseconds.</summary>
    public const string OtlpTimeout = "OTEL_EXPORTER_OTLP_TIMEOUT";

    /// <summary>The same for traces.</summary>
    public const string OtlpTracesTimeout = "OTEL_EXPORTER_OTLP_TRACES_TIMEOUT";

    /// <summary><c>gzip</c> or <c>none</c>.</summary>
    public const string OtlpCompression = "OTEL_EXPORTER_OTLP_COMPRESSION";

    /// <summary>The same for traces.</summary>
    public const string OtlpTracesCompression = "OTEL_EXPORTER_OTLP_TRACES_COMPRESSION";

    /// <summary>Trusted certificate of the collector.</summary>
    public const string OtlpCertificate = "OTEL_EXPORTER_OTLP_CERTIFICATE";

    /// <summary>The same for traces.</summary>
    public const string OtlpTracesCertificate = "OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE";

    /// <summary>Client certificate for the collector.</summary>
    public const string OtlpClientCertificate = "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE";

    /// <summary>The same for traces.</summary>
    public const string OtlpTracesClientCertificate = "OTEL_EXPORTER_OTLP_TRACES_CLIENT_CERTIFICATE";

    /// <summary>Key of the client certificate.</summary>
    public const string OtlpClientKey = "OTEL_EXPORTER_OTLP_CLIENT_KEY";

    /// <summary>The same for traces.</summary>
    public const string OtlpTracesClientKey = "OTEL_EXPORTER_OTLP_TRACES_CLIENT_KEY";

    /// <summary>How many spans may wait; MLflow counts tasks, of which it makes one for each span.</summary>
    public const string AsyncMaxQueueSize = "MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE";

    /// <summary>Seconds for which a failed request is repeated.</summary>
    public const string AsyncRetryTimeout = "MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT";

    /// <summary>Sampler of the provider; read by OpenTelemetry's provider.</summary>
    public const string Sampler = "OTEL_TRACES_SAMPLER";

    /// <summary>Argument of that sampler; read by OpenTelemetry's provider.</summary>
    public const string SamplerArgument = "OTEL_TRACES_SAMPLER_ARG";

    /// <summary>Longest text of an attribute, at a collector.</summary>
    public const string AttributeValueLengthLimit = "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT";

    /// <summary>Most attributes of a span, event or link, at a collector.</summary>
    public const string AttributeCountLimit = "OTEL_ATTRIBUTE_COUNT_LIMIT";

    /// <summary>Longest text of a span's attribute, at a collector.</summary>
    public const string SpanAttributeValueLengthLimit = "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT";

    /// <summary>Most attributes of a span, at a collector.</summary>
    public const string SpanAttributeCountLimit = "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT";

    /// <summary>Most attributes of an event, at a collector.</summary>
    public const string EventAttributeCountLimit = "OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT";

    /// <summary>Most attributes of a link, at a collector.</summary>
    public const string LinkAttributeCountLimit = "OTEL_LINK_ATTRIBUTE_COUNT_LIMIT";

    /// <summary>Most events of a span, at a collector.</summary>
    public const string SpanEventCountLimit = "OTEL_SPAN_EVENT_COUNT_LIMIT";

    /// <summary>Most links of a span, at a collector.</summary>
    public const string SpanLinkCountLimit = "OTEL_SPAN_LINK_COUNT_LIMIT";

    /// <summary>Whether messages, arguments and results are translated into the dialects of a destination.</summary>
    public const string CaptureMessageContent = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

    /// <summary>Ours. JSON file of token prices that come before the built-in ones.</summary>
    public const string PricesFile = "OTELBRIDGE_PRICES_FILE";

    /// <summary>Name of the service; read by OpenTelemetry's resource.</summary>
    public const string ServiceName = "OTEL_SERVICE_NAME";

    /// <summary>Attributes of the resource; read by OpenTelemetry's resource.</summary>
    public const string ResourceAttributes = "OTEL_RESOURCE_ATTRIBUTES";

    /// <summary>Turns tracing off altogether; read by OpenTelemetry's provider.</summary>
    public const string SdkDisabled = "OTEL_SDK_DISABLED";

    /// <summary>Where the program runs; <c>Development</c> lets the doctor run at the start.</summary>
    public const string DotnetEnvironment = "DOTNET_ENVIRONMENT";

    /// <summary>The same for web programs.</summary>
    public const string AspNetCoreEnvironment = "ASPNETCORE_ENVIRONMENT";
}
