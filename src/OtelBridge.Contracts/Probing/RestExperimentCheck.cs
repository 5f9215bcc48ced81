using System.Text.Json;

namespace OtelBridge.Probing;

/// <summary>Asks an MLflow server for the experiment.</summary>
internal static class RestExperimentCheck
{
    private const string DefaultExperiment = "0";
    private const string MissingCode = "RESOURCE_DOES_NOT_EXIST";

    public static async Task RunAsync(ProbeTarget target, ProbeHttp http, ProbeNotes notes, CancellationToken cancellationToken)
    {
        var question = target.ExperimentId is null && target.ExperimentName is { } name
            ? $"get-by-name?experiment_name={Uri.EscapeDataString(name)}"
            : $"get?experiment_id={Uri.EscapeDataString(target.ExperimentId ?? DefaultExperiment)}";
        var answer = await http.AskAsync(HttpMethod.Get, new Uri(target.Endpoint, $"api/2.0/mlflow/experiments/{question}"), null, [], cancellationToken).ConfigureAwait(false);
        switch (answer.Status)
        {
            case 200 when Read(answer.Text) is var (id, called, isDeleted):
                ExperimentNote.Found(target, id, called, isDeleted, notes);
                break;
            case 404 when answer.Text.Contains(MissingCode, StringComparison.Ordinal):
            case 400 when target.ExperimentId is not null:
                ExperimentNote.Missing(target, notes);
                break;
            case 401 or 403:
                ExperimentNote.Forbidden(target, notes);
                break;
            default:
                ExperimentNote.Unchecked(target, $"HTTP {answer.Status} {ProbeNotes.Quote(answer.Text)}", notes);
                break;
        }
    }

    // {"experiment": {"experiment_id": "0", "name": "Default", "lifecycle_stage": "active", …}}
    private static (string Id, string Name, bool IsDeleted)? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var experiment = document.RootElement.GetProperty("experiment");
            return (Text(experiment, "experiment_id"), Text(experiment, "name"), Text(experiment, "lifecycle_stage") == "deleted");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.ToString() : string.Empty;
}
