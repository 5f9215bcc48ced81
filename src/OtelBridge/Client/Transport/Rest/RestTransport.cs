using System.Text.Json;
using OtelBridge.Configuration;
using OtelBridge.Entities;
using OtelBridge.Entities.Json;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>The questions over MLflow's REST API, to an MLflow server of version 3 or an OtelBridge store. This part: traces.</summary>
/// <remarks>Where MLflow's own client still uses the older version of a path, this one does too, since that is what every server has.</remarks>
internal sealed partial class RestTransport(Uri address, RestSettings settings, TimeProvider time, HttpMessageHandler? handler = null) : ITrackingTransport
{
    private const string Traces = "api/3.0/mlflow/traces";
    private const string TracesV2 = "api/2.0/mlflow/traces";

    private readonly RestConnection _connection = new(address, settings, time, handler);

    public Task<TraceInfo> GetTraceInfoAsync(string traceId, CancellationToken cancellationToken) =>
        GetAsync($"{Traces}/{Uri.EscapeDataString(traceId)}", static answer => ReadInfo(answer), cancellationToken);

    public async Task<Trace> GetTraceAsync(string traceId, CancellationToken cancellationToken)
    {
        var info = await GetTraceInfoAsync(traceId, cancellationToken).ConfigureAwait(false);
        if (info.SpansFile is { } file)
        {
            return new Trace { Info = info, Spans = await GetSpansFileAsync(info.TraceId, file, cancellationToken).ConfigureAwait(false) };
        }

        return (await GetTracesAsync([info], cancellationToken).ConfigureAwait(false)) is [var trace] ? trace : throw IncompleteTrace.Of(traceId);
    }

    public async Task<IReadOnlyList<Trace>> GetTracesAsync(IReadOnlyList<TraceInfo> infos, CancellationToken cancellationToken)
    {
        var inStore = infos.Where(static info => info.SpansFile is null).ToList();
        var stored = inStore.Count > 0 ? await BatchGetAsync(inStore, cancellationToken).ConfigureAwait(false) : [];
        if (inStore.Count == infos.Count)
        {
            return stored;
        }

        var byId = stored.ToDictionary(static trace => trace.Info.TraceId, StringComparer.Ordinal);
        var traces = new List<Trace>(infos.Count); // as many as were asked for
        foreach (var info in infos)
        {
            if ((byId.GetValueOrDefault(info.TraceId) ?? await TryGetFromFileAsync(info, cancellationToken).ConfigureAwait(false)) is { } trace)
            {
                traces.Add(trace);
            }
        }

        return traces;
    }

    public Task<PagedList<TraceInfo>> SearchTracesAsync(TraceSearch search, string? pageToken, CancellationToken cancellationToken)
    {
        var body = RestBody.Of(json =>
        {
            json.WriteStartArray("locations");
            foreach (var experiment in search.ExperimentIds)
            {
                RestTraces.WriteLocation(json, null, experiment);
            }

            json.WriteEndArray();
            json.WriteOptional("filter", search.Filter);
            json.WriteNumber("max_results", search.PageSize);
            if (search.OrderBy is { Count: > 0 } keys)
            {
                json.WriteTexts("order_by", keys);
            }

            json.WriteOptional("page_token", pageToken);
        });
        return PostAsync(
            $"{Traces}/search", body, static answer => new PagedList<TraceInfo>([.. answer.List("traces").Select(RestTraces.ReadInfo)], answer.TextOrNull("next_page_token")), cancellationToken);
    }

    public Task<TraceInfo> StartTraceAsync(TraceInfo info, CancellationToken cancellationToken)
    {
        var body = RestBody.Of(json =>
        {
            json.WriteStartObject("trace");
            json.WritePropertyName("trace_info");
            TraceInfoJsonWriter.WriteRest(json, info);
            json.WriteEndObject();
        });
        return PostAsync(Traces, body, static answer => ReadInfo(answer), cancellationToken);
    }

    public Task<int> DeleteTracesAsync(
        string experimentId, IReadOnlyList<string>? traceIds, DateTimeOffset? maxTimestamp, int? maxTraces, CancellationToken cancellationToken)
    {
        var body = RestBody.Of(json =>
        {
            json.WriteString("experiment_id", experimentId);
            if (traceIds is not null)
            {
                json.WriteTexts("request_ids", traceIds);
            }

            if (maxTimestamp is { } time)
            {
                json.WriteNumber("max_timestamp_millis", time.ToUnixTimeMilliseconds());
            }

            if (maxTraces is { } most)
            {
                json.WriteNumber("max_traces", most);
            }
        });
        return PostAsync($"{TracesV2}/delete-traces", body, static answer => (int)answer.LongOr("traces_deleted", 0), cancellationToken);
    }

    public Task SetTraceTagAsync(string traceId, string key, string value, CancellationToken cancellationToken) =>
        TellAsync(HttpMethod.Patch, $"{TracesV2}/{Uri.EscapeDataString(traceId)}/tags", Pair(key, value), cancellationToken);

    public Task DeleteTraceTagAsync(string traceId, string key, CancellationToken cancellationToken) =>
        TellAsync(HttpMethod.Delete, $"{TracesV2}/{Uri.EscapeDataString(traceId)}/tags", Texts(("key", key)), cancellationToken);

    public Task LinkTracesToRunAsync(IReadOnlyList<string> traceIds, string runId, CancellationToken cancellationToken)
    {
        var body = RestBody.Of(json =>
        {
            json.WriteTexts("trace_ids", traceIds);
            json.WriteString("run_id", runId);
        });
        return TellAsync(HttpMethod.Post, $"{TracesV2}/link-to-run", body, cancellationToken);
    }

    public void Dispose() => _connection.Dispose();

    private static TraceInfo ReadInfo(JsonElement answer) =>
        RestTraces.ReadInfo(answer.Member("trace")?.Member("trace_info") ?? throw new FormatException("it has no 'trace_info'"));

    private static ReadOnlyMemory<byte> Pair(string key, string value) => Texts(("key", key), ("value", value));

    private static ReadOnlyMemory<byte> Texts(params (string Name, string Value)[] members) => RestBody.Of(json =>
    {
        foreach (var (name, value) in members)
        {
            json.WriteString(name, value);
        }
    });

    private Task<IReadOnlyList<Trace>> BatchGetAsync(IEnumerable<TraceInfo> infos, CancellationToken cancellationToken)
    {
        var ids = string.Join('&', infos.Select(static info => $"trace_ids={Uri.EscapeDataString(info.TraceId)}"));
        return GetAsync<IReadOnlyList<Trace>>($"{Traces}/batchGet?{ids}", static answer => [.. answer.List("traces").Select(RestTraces.Read)], cancellationToken);
    }

    private Task<T> GetAsync<T>(string path, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        _connection.AskAsync(HttpMethod.Get, path, null, read, cancellationToken);

    private Task<T> PostAsync<T>(string path, ReadOnlyMemory<byte> body, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        _connection.AskAsync(HttpMethod.Post, path, body, read, cancellationToken);

    private Task<bool> TellAsync(HttpMethod method, string path, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        _connection.AskAsync(method, path, body, static _ => true, cancellationToken);
}
