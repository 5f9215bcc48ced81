using System.Text.Json;
using OtelBridge.Export;

namespace OtelBridge;

/// <summary>Settings of tracing. Everything has a default; nothing needs to be set.</summary>
/// <remarks>
/// What is set here in code comes before the configuration section <c>Mlflow</c> (<c>Mlflow:TrackingUri</c>, …), that before the
/// environment variables named below, and those before the default. A value that cannot be used is reported by the event source
/// <c>OtelBridge</c> and passed over. The settings are read once, when tracing starts.
/// </remarks>
public sealed class MlflowTracingOptions
{
    /// <summary>
    /// Gets or sets the address of the tracking server: <c>grpc://host:port</c>, or <c>grpcs://host:port</c> with TLS, for an OtelBridge store;
    /// <c>http://host:port</c> or <c>https://host:port</c> for an MLflow server.
    /// </summary>
    /// <value>The default is <c>grpc://localhost:4317</c>.</value>
    /// <remarks>Environment: <c>MLFLOW_TRACKING_URI</c>.</remarks>
    public string? TrackingUri { get; set; }

    /// <summary>Gets or sets the id of the experiment that traces belong to.</summary>
    /// <value>The default is none: the server's default experiment.</value>
    /// <remarks>Environment: <c>MLFLOW_EXPERIMENT_ID</c>. Comes before <see cref="ExperimentName"/>.</remarks>
    public string? ExperimentId { get; set; }

    /// <summary>Gets or sets the name of the experiment that traces belong to; it is made when missing.</summary>
    /// <value>The default is none.</value>
    /// <remarks>Environment: <c>MLFLOW_EXPERIMENT_NAME</c>. Resolved in the background, by the store.</remarks>
    public string? ExperimentName { get; set; }

    /// <summary>Gets or sets where spans go.</summary>
    /// <value>The default is <see cref="ExportMode.Auto"/>.</value>
    public ExportMode? Export { get; set; }

    /// <summary>Gets or sets whether <see cref="ExportMode.Auto"/> means both when a collector is configured.</summary>
    /// <value>The default is false.</value>
    /// <remarks>Environment: <c>MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT</c>.</remarks>
    public bool? EnableDualExport { get; set; }

    /// <summary>Gets or sets whether <see cref="ExportMode.Auto"/> heeds a configured collector.</summary>
    /// <value>The default is true.</value>
    /// <remarks>Environment: <c>MLFLOW_ENABLE_OTLP_EXPORTER</c>.</remarks>
    public bool? EnableOtlpExporter { get; set; }

    /// <summary>Gets or sets the address of the collector for traces, used as it is written.</summary>
    /// <value>The default is none; with <see cref="ExportMode.Collector"/> or <see cref="ExportMode.Both"/>, <c>http://localhost:4317</c> (4318 for HTTP).</value>
    /// <remarks>Environment: <c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c>, then <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, to which <c>/v1/traces</c> is added for HTTP. Protocol, headers, timeout and compression come from the standard variables.</remarks>
    public string? CollectorEndpoint { get; set; }

    /// <summary>Gets or sets whether the metric <c>mlflow.trace.span.duration</c> is sent when a collector is configured for metrics or for all signals.</summary>
    /// <value>The default is true.</value>
    /// <remarks>A program that has metrics of its own can add the meter <c>mlflow.tracing</c> there, and set this to false. Environment: <c>OTEL_EXPORTER_OTLP_METRICS_ENDPOINT</c> and its like.</remarks>
    public bool? ExportSpanMetrics { get; set; }

    /// <summary>Gets or sets the share of traces that is recorded, from 0 to 1, decided at the root.</summary>
    /// <value>The default is none: the provider's own sampler decides, which records everything unless configured.</value>
    /// <remarks>Environment: <c>MLFLOW_TRACE_SAMPLING_RATIO</c>. Spans say it in their trace state, <c>ot=th:…</c>, for whoever counts them. What one destination gets of them, <see cref="ExportDestinationOptions.Sampling"/> says.</remarks>
    public double? SamplingRatio { get; set; }

    /// <summary>Gets the names of further activity sources whose spans are traced; <c>*</c> stands for any text.</summary>
    public IList<string> Sources { get; } = [];

    /// <summary>Gets or sets whose contracts turn inputs and outputs into JSON.</summary>
    /// <value>The default is none: reflection where it is enabled, else the name of the type.</value>
    /// <remarks>Set a source-generated resolver here for trimmed and native programs. Types that it does not know fall back to the default. Escaping, indentation and depth are ours.</remarks>
    public JsonSerializerOptions? JsonSerializerOptions { get; set; }

    /// <summary>Gets or sets the largest JSON text of one value, in UTF-8 bytes; what exceeds it is cut off and marked.</summary>
    /// <value>The default is 1 MiB; the least is 1,024.</value>
    public int? MaxContentBytes { get; set; }

    /// <summary>Gets or sets for how long the members of one value are read; what is left then is left out and marked.</summary>
    /// <value>The default is 1 second; the least is 1 millisecond.</value>
    /// <remarks>Looked at between members: a single getter that waits is waited for.</remarks>
    public TimeSpan? MaxContentTime { get; set; }

    /// <summary>Gets what is traced of model calls.</summary>
    public MlflowGenAIOptions GenAI { get; } = new();

    /// <summary>Gets how long traces may stay open.</summary>
    public MlflowLifetimeOptions Lifetime { get; } = new();

    /// <summary>Gets further destinations of spans, by name, and what the default ones, <c>collector</c> and <c>store</c>, are told beyond the options above.</summary>
    /// <remarks>Names hold letters, digits, <c>-</c> and <c>_</c>. With named destinations and no collector or tracking server configured, <see cref="ExportMode.Auto"/> means the named ones alone.</remarks>
    public IDictionary<string, ExportDestinationOptions> Destinations { get; } = new Dictionary<string, ExportDestinationOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets the rules of what nobody at any destination may see.</summary>
    public IList<MaskRule> Masks { get; } = [];

    /// <summary>Gets or sets whether <see cref="MlflowTracing.DiagnoseAsync"/> runs once, in the background, when tracing starts.</summary>
    /// <value>The default is none: in development alone (<c>DOTNET_ENVIRONMENT</c> or <c>ASPNETCORE_ENVIRONMENT</c> is <c>Development</c>).</value>
    /// <remarks>What it finds goes to the logger of the host, if there is one, and to the event source <c>OtelBridge</c>. The start is never delayed.</remarks>
    public bool? DiagnoseAtStart { get; set; }

    /// <summary>Gets how spans wait and travel.</summary>
    public MlflowDeliveryOptions Delivery { get; } = new();
}
