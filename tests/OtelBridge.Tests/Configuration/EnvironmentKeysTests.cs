using System.Reflection;
using System.Text.RegularExpressions;
using OtelBridge.Configuration;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Configuration;

public sealed partial class EnvironmentKeysTests
{
    /// <summary>The variables of MLflow 3.6 that concern tracing and its clients.</summary>
    private static readonly string[] OfMlflow =
    [
        "MLFLOW_TRACKING_URI", "MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_TOKEN", "MLFLOW_TRACKING_INSECURE_TLS",
        "MLFLOW_TRACKING_SERVER_CERT_PATH", "MLFLOW_TRACKING_CLIENT_CERT_PATH", "MLFLOW_EXPERIMENT_ID", "MLFLOW_EXPERIMENT_NAME", "MLFLOW_RUN_ID", "MLFLOW_TRACING_DESTINATION",
        "MLFLOW_TRACE_SAMPLING_RATIO", "MLFLOW_TRACE_TIMEOUT_SECONDS", "MLFLOW_TRACE_TIMEOUT_CHECK_INTERVAL_SECONDS",
        "MLFLOW_TRACE_BUFFER_TTL_SECONDS", "MLFLOW_TRACE_BUFFER_MAX_SIZE", "MLFLOW_ENABLE_ASYNC_TRACE_LOGGING", "MLFLOW_ASYNC_TRACE_LOGGING_MAX_WORKERS",
        "MLFLOW_ASYNC_TRACE_LOGGING_MAX_QUEUE_SIZE", "MLFLOW_ASYNC_TRACE_LOGGING_RETRY_TIMEOUT", "MLFLOW_ENABLE_OTLP_EXPORTER", "MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT",
        "MLFLOW_USE_DEFAULT_TRACER_PROVIDER", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
        "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL", "OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES",
        "MLFLOW_SEARCH_TRACES_MAX_THREADS", "MLFLOW_SEARCH_TRACES_MAX_BATCH_SIZE", "MLFLOW_DELETE_TRACES_MAX_BATCH_SIZE", "MLFLOW_HTTP_REQUEST_MAX_RETRIES",
        "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", "MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", "MLFLOW_HTTP_REQUEST_TIMEOUT", "MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER",
        "MLFLOW_TRUNCATE_LONG_VALUES", "MLFLOW_MAX_TRACES_TO_DISPLAY_IN_NOTEBOOK", "MLFLOW_GENAI_EVAL_ENABLE_SCORER_TRACING", "MLFLOW_TRACING_SQL_WAREHOUSE_ID",
    ];

    private static readonly string Readme = File.ReadAllText(RepositoryFolder.File("src", "OtelBridge", "README.md"));

    private static IEnumerable<string> Keys => typeof(EnvironmentKeys).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);

    [Fact]
    public void Readme_TableOfVariables_NamesEveryKeyAndNoOther() => Table("| Variable | Default | Effect |").ShouldBe(Keys, ignoreOrder: true);

    [Fact]
    public void Readme_EveryVariableOfMlflow_IsReadOrSaidToHaveNoEffect()
    {
        var without = Table("| Variable of MLflow | Why |");

        without.ShouldBe(OfMlflow.Except(Keys), ignoreOrder: true);
    }

    /// <summary>The names in the first column of a table.</summary>
    private static List<string> Table(string header)
    {
        var start = Readme.IndexOf(header, StringComparison.Ordinal);
        start.ShouldBeGreaterThan(0, header);
        var end = Readme.IndexOf("\n\n", start, StringComparison.Ordinal);
        return [.. Row().Matches(Readme[start..end]).Select(m => m.Groups[1].Value)];
    }

    [GeneratedRegex(@"^\| `([A-Z_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
