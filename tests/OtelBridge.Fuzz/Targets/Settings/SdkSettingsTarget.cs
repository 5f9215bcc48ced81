using System.Reflection;
using System.Text;
using Microsoft.Extensions.Configuration;
using OtelBridge.Configuration;
using OtelBridge.Fuzz.Engine;

namespace OtelBridge.Fuzz.Targets.Settings;

/// <summary>Settings of the SDK: variables of the environment and the section of the configuration. None of them may stop the program.</summary>
/// <remarks>An input is lines of <c>KEY=VALUE</c>.</remarks>
internal sealed class SdkSettingsTarget : FuzzTarget
{
    private const int MaxLines = 60;

    private static readonly string[] Sections =
    [
        "Mlflow:TrackingUri", "Mlflow:Export", "Mlflow:Destinations:a:Endpoint", "Mlflow:Destinations:a:Kind", "Mlflow:Destinations:a:Headers", "Mlflow:Destinations:a:Dialects", "Mlflow:Destinations:a:Masks:0:JsonPath",
        "Mlflow:Destinations:a:Masks:0:Pattern", "Mlflow:Destinations:a:Masks:0:Keys:0", "Mlflow:Destinations:a:Masks:0:Action", "Mlflow:Destinations:a:Timeout", "Mlflow:Destinations:a:Sampling:Ratio", "Mlflow:Destinations:a:Filter:Names",
        "Mlflow:Destinations:a:SpoolPath", "Mlflow:Destinations:a:MaxQueueSize", "Mlflow:Masks:0:Pattern", "Mlflow:Masks:0:JsonPath", "Mlflow:Masks:0:Replacement", "Mlflow:GenAI:CaptureContent", "Mlflow:GenAI:Libraries", "Mlflow:Lifetime:Timeout",
        "Mlflow:Delivery:MaxRequestBytes", "Mlflow:Metrics:Enabled", "Mlflow:MaxContentTime", "Mlflow:MaxContentBytes", "Mlflow:SamplingRatio", "Mlflow:Sources:0", "Mlflow:DiagnoseAtStart", "Mlflow:ExperimentId", "Mlflow:Tls:CertificatePath",
    ];

    private static readonly string[] Variables = [.. typeof(EnvironmentKeys).GetFields(BindingFlags.Static | BindingFlags.Public).Select(static field => field.GetRawConstantValue()).OfType<string>()];

    public override string Name => "sdk-settings";

    public override string What => "settings of the SDK: OTEL_*, MLFLOW_* and the section Mlflow";

    public override IReadOnlyList<string> Words { get; } =
    [
        .. Variables, .. Sections, .. Mutation.Numbers.Texts, "=", "\n", ",", ";", "true", "grpc://h:1", "http://h:1/p", "https://u:p@h", "databricks", "file:/x", "sqlite:x", "grpc", "http/protobuf", "gzip", "traceidratio", "parentbased_traceidratio",
        "00:00:01", "1.00:00:00", "-00:00:01", "99999999.00:00:00", "a=b,c=d", "a=%ZZ", "Both", "Mlflow, GenAi", "All", "Remove", "Hash", "$.a[*]..b", "(a+)+", "(?<=a)b", "[", "\\", "Collector", "Store", "Mlflow", "Console", "File", "span_only", "*",
    ];

    public override IEnumerable<byte[]> Seeds => ((string[])
    [
        string.Join('\n', Variables.Select(static name => name + "=1")), string.Join('\n', Sections.Select(static name => name + "=1")),
        "MLFLOW_TRACKING_URI=grpc://h:4317\nMLFLOW_EXPERIMENT_ID=7\nMLFLOW_TRACE_TIMEOUT_SECONDS=5\nOTEL_EXPORTER_OTLP_ENDPOINT=http://h:4317\nOTEL_EXPORTER_OTLP_HEADERS=a=b,c=d\nOTEL_EXPORTER_OTLP_TIMEOUT=1000\nOTEL_TRACES_SAMPLER=traceidratio\nOTEL_TRACES_SAMPLER_ARG=0.5",
        "Mlflow:Destinations:a:Kind=Collector\nMlflow:Destinations:a:Endpoint=http://h:1\nMlflow:Destinations:a:Masks:0:Pattern=a.*b\nMlflow:Masks:0:JsonPath=$.a\nMlflow:Masks:0:Action=Remove\nMlflow:Destinations:a:Timeout=00:00:05",
    ]).Select(Encoding.UTF8.GetBytes);

    public override string Run(ReadOnlySpan<byte> input)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Lines(Encoding.UTF8.GetString(input))).Build();
        var settings = TracingSettingsFactory.Create(new MlflowTracingOptions(), configuration);
        _ = settings.ToString();
        return $"{settings.Destinations.Count} {string.Join(' ', settings.Ignored.Select(static ignored => ignored.Key).Take(4))}";
    }

    private static IEnumerable<KeyValuePair<string, string?>> Lines(string text) =>
        from line in text.Split('\n').Take(MaxLines)
        let parts = line.Split('=', 2)
        where parts.Length == 2
        group parts[1] by parts[0].ToUpperInvariant() into lines
        select KeyValuePair.Create(lines.Key, (string?)lines.Last());
}
