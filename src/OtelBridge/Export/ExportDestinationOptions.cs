namespace OtelBridge.Export;

/// <summary>One destination of spans, by name: <c>options.Destinations["jaeger"]</c> in code, or <c>Mlflow:Destinations:jaeger:…</c> in configuration.</summary>
/// <remarks>
/// The names <c>collector</c> and <c>store</c> are those of the default destinations: what is set for them here supplements the standard variables.
/// Any other name is one more destination, which gets every span unless its settings or <see cref="ExportMode.None"/> say otherwise.
/// </remarks>
public sealed class ExportDestinationOptions
{
    /// <summary>Gets or sets what the destination is.</summary>
    /// <value>The default follows from the form of <see cref="Endpoint"/>: <c>grpc://</c> a store, anything else a collector; but at <c>store</c> an MLflow server.</value>
    public ExportDestinationKind? Kind { get; set; }

    /// <summary>Gets or sets where it is.</summary>
    /// <value>
    /// A collector: <c>http(s)://host:port</c>, complete with its path for HTTP. A store: <c>grpc(s)://host:port</c>. An MLflow server: <c>http(s)://host:port</c>.
    /// A file: its path. The console: <c>stdout</c>, the default, or <c>stderr</c>.
    /// </value>
    public string? Endpoint { get; set; }

    /// <summary>Gets or sets the wire of a collector: <c>grpc</c> or <c>http/protobuf</c>.</summary>
    /// <value>The default is <c>grpc</c>.</value>
    public string? Protocol { get; set; }

    /// <summary>Gets or sets headers of every request, as <c>key=value,key=value</c>, percent-encoded. A secret.</summary>
    public string? Headers { get; set; }

    /// <summary>Gets or sets the compression of requests: <c>gzip</c> or <c>none</c>.</summary>
    /// <value>The default is <c>none</c>.</value>
    public string? Compression { get; set; }

    /// <summary>Gets or sets the longest single request.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gets or sets the file (PEM) with the certificates that the server's may be signed by.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>Gets or sets the file (PEM) with the program's own certificate.</summary>
    public string? ClientCertificatePath { get; set; }

    /// <summary>Gets or sets the file (PEM) with the key of that certificate, unless it is in the same file.</summary>
    public string? ClientKeyPath { get; set; }

    /// <summary>Gets or sets whether any certificate of the server is taken.</summary>
    /// <value>The default is false.</value>
    public bool? InsecureTls { get; set; }

    /// <summary>Gets or sets the name for Basic authentication at a tracking server.</summary>
    public string? Username { get; set; }

    /// <summary>Gets or sets the password for Basic authentication at a tracking server.</summary>
    public string? Password { get; set; }

    /// <summary>Gets or sets the token for Bearer authentication at a tracking server.</summary>
    public string? Token { get; set; }

    /// <summary>Gets or sets the experiment at a tracking server, by id.</summary>
    /// <value>The default is that of <see cref="MlflowTracingOptions"/>.</value>
    public string? ExperimentId { get; set; }

    /// <summary>Gets or sets the experiment at a tracking server, by name; made when missing.</summary>
    /// <value>The default is that of <see cref="MlflowTracingOptions"/>.</value>
    public string? ExperimentName { get; set; }

    /// <summary>Gets or sets the vocabularies that attributes are written in; in configuration with commas, <c>Mlflow,GenAi</c>.</summary>
    /// <value>The default is <see cref="SpanDialects.Mlflow"/> for tracking servers, files and the console, and <c>Mlflow,GenAi</c> for collectors.</value>
    public SpanDialects? Dialects { get; set; }

    /// <summary>Gets or sets the longest text of one attribute, in characters; what exceeds it is cut off and marked.</summary>
    /// <value>The default is none; for a collector, that of <c>OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT</c> or <c>OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT</c>, which cut without a mark.</value>
    public int? MaxValueLength { get; set; }

    /// <summary>Gets which spans this destination gets; all of them when nothing is set.</summary>
    public SpanFilterOptions Filter { get; } = new();

    /// <summary>Gets which traces this destination gets; all of them when nothing is set.</summary>
    public SamplingOptions Sampling { get; } = new();

    /// <summary>Gets the rules of what nobody at this destination may see; they come before <see cref="MlflowTracingOptions.Masks"/>, which count too.</summary>
    public IList<MaskRule> Masks { get; } = [];

    /// <summary>Gets how spans wait and travel to this destination; what is not set is as for all.</summary>
    public MlflowDeliveryOptions Delivery { get; } = new();
}
