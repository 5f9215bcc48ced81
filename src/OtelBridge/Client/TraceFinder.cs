using System.Runtime.CompilerServices;
using OtelBridge.Attributes;
using OtelBridge.Client.Transport;
using OtelBridge.Configuration;
using OtelBridge.Entities;

namespace OtelBridge.Client;

/// <summary>Searches traces by MLflow's rules and fetches their spans.</summary>
internal sealed class TraceFinder(ITrackingTransport transport, TrackingSettings settings)
{
    private const string DefaultExperiment = "0";
    private const string SourceRunKey = MlflowKeys.SourceRun;

    /// <summary>MLflow's page of a search.</summary>
    private const int PageSize = 100;

    /// <summary>MLflow's <c>MLFLOW_SEARCH_TRACES_MAX_BATCH_SIZE</c>.</summary>
    private const int BatchSize = 10;

    /// <summary>Requests for spans at once; more would only wait for the server.</summary>
    private const int MaxRequests = 4;

    /// <summary>Checks the arguments of a search and finds its experiments.</summary>
    public async Task<TraceSearch> PrepareAsync(
        string? filter,
        IReadOnlyList<string>? orderBy,
        string? runId,
        string? modelId,
        string? session,
        IReadOnlyList<string>? experimentIds,
        CancellationToken cancellationToken)
    {
        if (experimentIds?.FirstOrDefault(static id => string.IsNullOrEmpty(id) || id.Contains('.', StringComparison.Ordinal)) is { } wrong)
        {
            throw Required.Invalid($"'{wrong}' is no id of an experiment, and traces are searched in experiments only.");
        }

        if (modelId is not null)
        {
            filter = string.IsNullOrEmpty(filter)
                ? $"request_metadata.`{MlflowKeys.ModelId}` = {Quote(modelId, nameof(modelId))}"
                : throw Required.Invalid("'modelId' cannot be given together with 'filter': use request_metadata.`mlflow.modelId` in the filter.");
        }

        if (session is not null)
        {
            filter = And(filter, $"request_metadata.`{MlflowKeys.TraceSession}` = {Quote(session, nameof(session))}");
        }

        if (runId is not null)
        {
            experimentIds = [await ExperimentOfAsync(runId, experimentIds, cancellationToken).ConfigureAwait(false)];
            filter = AndRun(filter, runId);
        }

        if (experimentIds is not { Count: > 0 })
        {
            experimentIds = [await CurrentExperimentAsync(cancellationToken).ConfigureAwait(false)];
        }

        return new TraceSearch(experimentIds, filter, orderBy);
    }

    /// <summary>All that is found, in the order of the search; the next page is asked for when the one before has been read.</summary>
    public async IAsyncEnumerable<Trace> FindAsync(
        TraceSearch search, int? maxResults, bool includeSpans, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = maxResults ?? int.MaxValue;
        string? token = null;
        do
        {
            var page = await transport.SearchTracesAsync(search with { PageSize = Math.Min(left, PageSize) }, token, cancellationToken).ConfigureAwait(false);
            await foreach (var trace in WithSpansAsync(page, includeSpans, cancellationToken).ConfigureAwait(false))
            {
                yield return trace;
                if (--left == 0)
                {
                    yield break;
                }
            }

            token = page.Token;
        }
        while (token is not null);
    }

    public async Task<PagedList<Trace>> FindPageAsync(TraceSearch search, string? pageToken, bool includeSpans, CancellationToken cancellationToken)
    {
        var page = await transport.SearchTracesAsync(search, pageToken, cancellationToken).ConfigureAwait(false);
        var traces = new List<Trace>(page.Count); // bounded by the page
        await foreach (var trace in WithSpansAsync(page, includeSpans, cancellationToken).ConfigureAwait(false))
        {
            traces.Add(trace);
        }

        return new PagedList<Trace>(traces, page.Token);
    }

    private async IAsyncEnumerable<Trace> WithSpansAsync(
        IReadOnlyList<TraceInfo> infos, bool includeSpans, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!includeSpans)
        {
            foreach (var info in infos)
            {
                yield return new Trace { Info = info };
            }

            yield break;
        }

        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var batches = new Queue<TraceInfo[]>(infos.Chunk(BatchSize));
        var underWay = new Queue<Task<IReadOnlyList<Trace>>>(); // at most MaxRequests
        try
        {
            while (batches.Count > 0 || underWay.Count > 0)
            {
                while (batches.Count > 0 && underWay.Count < MaxRequests)
                {
                    underWay.Enqueue(transport.GetTracesAsync(batches.Dequeue(), rest.Token));
                }

                foreach (var trace in await underWay.Dequeue().ConfigureAwait(false))
                {
                    yield return trace;
                }
            }
        }
        finally
        {
            // The reader stopped, or a request failed: the others end too, and what they throw is no news.
            await rest.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string> ExperimentOfAsync(string runId, IReadOnlyList<string>? experimentIds, CancellationToken cancellationToken)
    {
        var run = await transport.GetRunAsync(Required.Text(runId, nameof(runId)), cancellationToken).ConfigureAwait(false);
        return experimentIds is not { Count: > 0 } || experimentIds.Contains(run.ExperimentId)
            ? run.ExperimentId
            : throw Required.Invalid($"The run '{runId}' belongs to the experiment {run.ExperimentId}, which is not among those to search in.");
    }

    private static string AndRun(string? filter, string runId) => filter?.Contains(SourceRunKey, StringComparison.Ordinal) == true
        ? throw Required.Invalid($"The filter names {SourceRunKey}, and 'runId' is given too: use one of them.")
        : And(filter, $"attribute.run_id = {Quote(runId, nameof(runId))}");

    private static string And(string? filter, string condition) => string.IsNullOrWhiteSpace(filter)
        ? condition
        : HasOr(filter) ? $"({filter}) AND {condition}" : $"{filter} AND {condition}";

    // Only an OtelBridge store knows OR and parentheses; an MLflow server would refuse them.
    private static bool HasOr(string filter)
    {
        char? quote = null;
        for (var i = 0; i < filter.Length; i++)
        {
            if (quote is not null)
            {
                quote = filter[i] == quote ? null : quote;
            }
            else if (filter[i] is '\'' or '"' or '`')
            {
                quote = filter[i];
            }
            else if (char.IsWhiteSpace(filter[i]) && IsOr(filter.AsSpan(i + 1)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOr(ReadOnlySpan<char> text) =>
        text.Length > 2 && text.StartsWith("OR", StringComparison.OrdinalIgnoreCase) && (char.IsWhiteSpace(text[2]) || text[2] == '(');

    // Where this program's own traces go, so that it finds them.
    private async Task<string> CurrentExperimentAsync(CancellationToken cancellationToken)
    {
        if (settings.ExperimentId is { } id)
        {
            return id;
        }

        return settings.ExperimentName is { } name
            && await transport.GetExperimentByNameAsync(name, cancellationToken).ConfigureAwait(false) is { } experiment
            ? experiment.ExperimentId
            : DefaultExperiment;
    }

    // The filter language has no escapes, and two kinds of quotes.
    private static string Quote(string text, string name) =>
        !text.Contains('\'', StringComparison.Ordinal) ? $"'{text}'"
        : !text.Contains('"', StringComparison.Ordinal) ? $"\"{text}\""
        : throw Required.Invalid($"Invalid value for parameter '{name}' supplied: a filter cannot hold both kinds of quotes.");
}
