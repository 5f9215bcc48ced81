using OtelBridge.Store.Access;

namespace OtelBridge.Web.Keys;

/// <summary>A key that was just made, with what it is used by: lines for a program's environment.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Secret">What programs send; it is shown this once.</param>
/// <param name="Ways">Who uses it, and the lines for them.</param>
public sealed record MadeKey(string Name, string Secret, IReadOnlyList<(string Title, string Lines)> Ways)
{
    /// <param name="key">The key.</param>
    /// <param name="secret">Its secret.</param>
    /// <param name="server">The address of the server, as the reader's browser has it.</param>
    internal static MadeKey Of(ApiKey key, string secret, string server) => new(key.Name, secret, [.. WaysOf(key, secret, server)]);

    private static IEnumerable<(string Title, string Lines)> WaysOf(ApiKey key, string secret, string server)
    {
        var scopes = key.Scopes.HasFlag(AccessScopes.Admin) ? AccessScopes.Ingest | AccessScopes.Read | AccessScopes.Write : key.Scopes;
        if (scopes.HasFlag(AccessScopes.Ingest))
        {
            yield return (".NET: the OtelBridge SDK", $"""
                MLFLOW_TRACKING_URI={server}
                MLFLOW_TRACKING_TOKEN={secret}{ExperimentOf(key, "\nMLFLOW_EXPERIMENT_ID=")}
                """);

            // Values of these headers are percent-encoded, by the specification of the OTLP exporter.
            yield return ("Any OpenTelemetry SDK", $"""
                OTEL_EXPORTER_OTLP_ENDPOINT={server}
                OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf
                OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20{secret}{ExperimentOf(key, ",x-mlflow-experiment-id=")}
                """);
        }

        if (scopes.HasFlag(AccessScopes.Read) || scopes.HasFlag(AccessScopes.Write))
        {
            yield return ("MLflow's clients", $"""
                MLFLOW_TRACKING_URI={server}
                MLFLOW_TRACKING_TOKEN={secret}
                """);
            yield return ("curl", $"""curl -H "Authorization: Bearer {secret}" "{server}/api/2.0/mlflow/experiments/search?max_results=10" """.TrimEnd());
        }
    }

    // Where there is but one, it need not be known to whoever sets the environment.
    private static string ExperimentOf(ApiKey key, string before) => key.ExperimentIds is [var id] ? before + id : "";
}
