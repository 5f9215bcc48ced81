using System.Text.Json;
using OtelBridge.Entities;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>The questions over MLflow's REST API. This part: runs.</summary>
internal sealed partial class RestTransport
{
    private const string Runs = "api/2.0/mlflow/runs";

    public Task<Run> CreateRunAsync(
        string experimentId, string? name, IReadOnlyDictionary<string, string>? tags, DateTimeOffset? startTime, CancellationToken cancellationToken)
    {
        var body = RestBody.Of(json =>
        {
            json.WriteString("experiment_id", experimentId);
            json.WriteOptional("run_name", name);
            if (startTime is { } time)
            {
                json.WriteNumber("start_time", time.ToUnixTimeMilliseconds());
            }

            json.WritePairs("tags", tags);
        });
        return PostAsync($"{Runs}/create", body, static answer => ReadRun(answer, "run"), cancellationToken);
    }

    public Task<Run> GetRunAsync(string runId, CancellationToken cancellationToken) =>
        GetAsync($"{Runs}/get?run_id={Uri.EscapeDataString(runId)}", static answer => ReadRun(answer, "run"), cancellationToken);

    public Task<Run> UpdateRunAsync(string runId, RunStatus? status, DateTimeOffset? endTime, string? name, CancellationToken cancellationToken)
    {
        var body = RestBody.Of(json =>
        {
            json.WriteString("run_id", runId);
            json.WriteOptional("status", status is { } given ? RestExperiments.Write(given) : null);
            if (endTime is { } time)
            {
                json.WriteNumber("end_time", time.ToUnixTimeMilliseconds());
            }

            json.WriteOptional("run_name", name);
        });
        return PostAsync($"{Runs}/update", body, static answer => ReadRun(answer, "run_info"), cancellationToken);
    }

    public Task DeleteRunAsync(string runId, CancellationToken cancellationToken) =>
        TellAsync(HttpMethod.Post, $"{Runs}/delete", Texts(("run_id", runId)), cancellationToken);

    public Task RestoreRunAsync(string runId, CancellationToken cancellationToken) =>
        TellAsync(HttpMethod.Post, $"{Runs}/restore", Texts(("run_id", runId)), cancellationToken);

    public Task<PagedList<Run>> SearchRunsAsync(
        IReadOnlyList<string> experimentIds,
        string? filter,
        IReadOnlyList<string>? orderBy,
        int? maxResults,
        ViewType view,
        string? pageToken,
        CancellationToken cancellationToken)
    {
        var body = RestBody.Of(json =>
        {
            json.WriteTexts("experiment_ids", experimentIds);
            WriteSearch(json, filter, orderBy, maxResults, pageToken);
            json.WriteString("run_view_type", RestExperiments.Write(view));
        });
        return PostAsync(
            $"{Runs}/search", body, static answer => new PagedList<Run>([.. answer.List("runs").Select(RestExperiments.ReadRun)], answer.TextOrNull("next_page_token")), cancellationToken);
    }

    public Task LogRunAsync(
        string runId,
        IReadOnlyList<Metric>? metrics,
        IReadOnlyDictionary<string, string>? parameters,
        IReadOnlyDictionary<string, string>? tags,
        CancellationToken cancellationToken)
    {
        var body = RestBody.Of(json =>
        {
            json.WriteString("run_id", runId);
            json.WriteStartArray("metrics");
            foreach (var metric in metrics ?? [])
            {
                RestExperiments.WriteMetric(json, metric);
            }

            json.WriteEndArray();
            json.WritePairs("params", parameters);
            json.WritePairs("tags", tags);
        });
        return TellAsync(HttpMethod.Post, $"{Runs}/log-batch", body, cancellationToken);
    }

    public Task DeleteRunTagAsync(string runId, string key, CancellationToken cancellationToken) =>
        TellAsync(HttpMethod.Post, $"{Runs}/delete-tag", Texts(("run_id", runId), ("key", key)), cancellationToken);

    public Task<PagedList<Metric>> GetMetricHistoryAsync(string runId, string key, string? pageToken, CancellationToken cancellationToken)
    {
        var page = pageToken is null ? string.Empty : $"&page_token={Uri.EscapeDataString(pageToken)}";
        return GetAsync(
            $"api/2.0/mlflow/metrics/get-history?run_id={Uri.EscapeDataString(runId)}&metric_key={Uri.EscapeDataString(key)}{page}",
            static answer => new PagedList<Metric>([.. answer.List("metrics").Select(RestExperiments.ReadMetric)], answer.TextOrNull("next_page_token")),
            cancellationToken);
    }

    private static Run ReadRun(JsonElement answer, string name) =>
        RestExperiments.ReadRun(answer.Member(name) ?? throw new FormatException($"it has no '{name}'"));
}
