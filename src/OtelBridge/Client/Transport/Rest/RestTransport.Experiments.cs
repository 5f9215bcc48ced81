using System.Text.Json;
using OtelBridge.Entities;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>The questions over MLflow's REST API. This part: experiments.</summary>
internal sealed partial class RestTransport
{
    private const string Experiments = "api/2.0/mlflow/experiments";

    public Task<string> CreateExperimentAsync(
        string name, IReadOnlyDictionary<string, string>? tags, string? artifactLocation, CancellationToken cancellationToken)
    {
        var body = RestBody.Of(json =>
        {
            json.WriteString("name", name);
            json.WriteOptional("artifact_location", artifactLocation);
            json.WritePairs("tags", tags);
        });
        return PostAsync($"{Experiments}/create", body, static answer => answer.Text("experiment_id"), cancellationToken);
    }

    public Task<Experiment> GetExperimentAsync(string experimentId, CancellationToken cancellationToken) =>
        GetAsync($"{Experiments}/get?experiment_id={Uri.EscapeDataString(experimentId)}", ReadExperiment, cancellationToken);

    public async Task<Experiment?> GetExperimentByNameAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync($"{Experiments}/get-by-name?experiment_name={Uri.EscapeDataString(name)}", ReadExperiment, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException e) when (e.ErrorCode == MlflowErrorCode.ResourceDoesNotExist)
        {
            return null;
        }
    }

    public Task<PagedList<Experiment>> SearchExperimentsAsync(
        string? filter, IReadOnlyList<string>? orderBy, int? maxResults, ViewType view, string? pageToken, CancellationToken cancellationToken)
    {
        var body = RestBody.Of(json =>
        {
            WriteSearch(json, filter, orderBy, maxResults, pageToken);
            json.WriteString("view_type", RestExperiments.Write(view));
        });
        return PostAsync(
            $"{Experiments}/search",
            body,
            static answer => new PagedList<Experiment>([.. answer.List("experiments").Select(RestExperiments.ReadExperiment)], answer.TextOrNull("next_page_token")),
            cancellationToken);
    }

    public Task RenameExperimentAsync(string experimentId, string newName, CancellationToken cancellationToken) =>
        TellAsync(HttpMethod.Post, $"{Experiments}/update", Texts(("experiment_id", experimentId), ("new_name", newName)), cancellationToken);

    public Task DeleteExperimentAsync(string experimentId, CancellationToken cancellationToken) =>
        TellAsync(HttpMethod.Post, $"{Experiments}/delete", Texts(("experiment_id", experimentId)), cancellationToken);

    public Task RestoreExperimentAsync(string experimentId, CancellationToken cancellationToken) =>
        TellAsync(HttpMethod.Post, $"{Experiments}/restore", Texts(("experiment_id", experimentId)), cancellationToken);

    public Task SetExperimentTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken) => TellAsync(
        HttpMethod.Post, $"{Experiments}/set-experiment-tag", Texts(("experiment_id", experimentId), ("key", key), ("value", value)), cancellationToken);

    public Task DeleteExperimentTagAsync(string experimentId, string key, CancellationToken cancellationToken) =>
        TellAsync(HttpMethod.Post, $"{Experiments}/delete-experiment-tag", Texts(("experiment_id", experimentId), ("key", key)), cancellationToken);

    private static Experiment ReadExperiment(JsonElement answer) =>
        RestExperiments.ReadExperiment(answer.Member("experiment") ?? throw new FormatException("it has no 'experiment'"));

    private static void WriteSearch(Utf8JsonWriter json, string? filter, IReadOnlyList<string>? orderBy, int? maxResults, string? pageToken)
    {
        json.WriteOptional("filter", filter);
        if (orderBy is { Count: > 0 })
        {
            json.WriteTexts("order_by", orderBy);
        }

        if (maxResults is { } most)
        {
            json.WriteNumber("max_results", most);
        }

        json.WriteOptional("page_token", pageToken);
    }
}
