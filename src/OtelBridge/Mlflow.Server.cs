using System.Runtime.CompilerServices;
using OtelBridge.Client;
using OtelBridge.Diagnostics;
using OtelBridge.Entities;
using OtelBridge.Export;
using OtelBridge.Tracing;

namespace OtelBridge;

/// <content>What is asked of the tracking server that the running tracing sends to; of another server, see <see cref="MlflowClient"/>.</content>
public static partial class Mlflow
{
    /// <summary>Gets a trace with its spans. Spans that ended before the call are sent first.</summary>
    /// <param name="traceId">MLflow's id of the trace, <c>tr-…</c>.</param>
    /// <param name="silent">Whether a trace that cannot be had is not reported by the event source.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The trace; null when it is not there or the server fails, as MLflow's fluent function has it. <see cref="MlflowClient.GetTraceAsync"/> throws instead.</returns>
    public static async Task<Trace?> GetTraceAsync(string traceId, bool silent = false, CancellationToken cancellationToken = default)
    {
        try
        {
            await RunningExporters.SettleStoreAsync(cancellationToken).ConfigureAwait(false);
            return await DefaultClient.Get().GetTraceAsync(traceId, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException e)
        {
            if (!silent)
            {
                BridgeEventSource.Log.QuestionFailed(nameof(GetTraceAsync), $"{e.ErrorCode}: {e.Message}");
            }

            return null;
        }
    }

    /// <summary>Searches traces, by default in the experiment that traces of the calling code go to. Spans that ended before the call are sent first.</summary>
    /// <param name="filter">In the filter language of docs/search.md; null finds every trace.</param>
    /// <param name="orderBy">Keys with ASC or DESC; newest first when absent.</param>
    /// <param name="maxResults">How many at most; all when absent.</param>
    /// <param name="runId">Only traces of this run.</param>
    /// <param name="modelId">Only traces of this logged model; not together with a filter.</param>
    /// <param name="experimentIds">In which experiments instead.</param>
    /// <param name="includeSpans">Whether the spans are fetched too.</param>
    /// <param name="session">Only traces of this session (conversation).</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The traces; the next page is asked for when the one before has been read.</returns>
    /// <exception cref="MlflowException">While it is read: INVALID_PARAMETER_VALUE for a filter that cannot be used, or what else the server answers.</exception>
    public static IAsyncEnumerable<Trace> SearchTracesAsync(
        string? filter = null,
        IReadOnlyList<string>? orderBy = null,
        int? maxResults = null,
        string? runId = null,
        string? modelId = null,
        IReadOnlyList<string>? experimentIds = null,
        bool includeSpans = true,
        string? session = null,
        CancellationToken cancellationToken = default)
    {
        var client = DefaultClient.Get();
        // Here, since the flow of whoever reads may be another one.
        var destination = experimentIds is { Count: > 0 } || runId is not null ? null : CurrentExperiment.OfFlow(client);
        return SearchAsync(client, destination, filter, orderBy, maxResults, runId, modelId, experimentIds, includeSpans, session, cancellationToken);
    }

    /// <summary>Sets a tag of a trace: of one that is under way here on its root span, of others on the server.</summary>
    /// <param name="traceId">MLflow's id of the trace, <c>tr-…</c>.</param>
    /// <param name="key">Name of the tag.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A task that ends when the tag is set.</returns>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such trace; INVALID_PARAMETER_VALUE for a key that cannot be used.</exception>
    public static Task SetTraceTagAsync(string traceId, string key, string value, CancellationToken cancellationToken = default)
    {
        if (!string.IsNullOrEmpty(key) && value is not null && traceId is not null && ActiveTrace.Running(traceId) is { } root)
        {
            TraceFacts.SetTag(root, key, value);
            return Task.CompletedTask;
        }

        return OwnTrace.AskAsync(
            async (client, token) =>
            {
                await client.SetTraceTagAsync(traceId!, key, value!, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Deletes a tag of a trace: of one that is under way here from its root span, of others on the server.</summary>
    /// <param name="traceId">MLflow's id of the trace, <c>tr-…</c>.</param>
    /// <param name="key">Name of the tag.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>A task that ends when the tag is deleted.</returns>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is no such trace or tag.</exception>
    public static Task DeleteTraceTagAsync(string traceId, string key, CancellationToken cancellationToken = default)
    {
        if (!string.IsNullOrEmpty(key) && traceId is not null && ActiveTrace.Running(traceId) is { } root)
        {
            return TraceFacts.RemoveTag(root, key)
                ? Task.CompletedTask
                : Task.FromException(new MlflowException($"No tag with name: {key} in trace with ID {traceId}.", MlflowErrorCode.ResourceDoesNotExist));
        }

        return OwnTrace.AskAsync(
            async (client, token) =>
            {
                await client.DeleteTraceTagAsync(traceId!, key, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    private static async IAsyncEnumerable<Trace> SearchAsync(
        MlflowClient client,
        MlflowDestination? destination,
        string? filter,
        IReadOnlyList<string>? orderBy,
        int? maxResults,
        string? runId,
        string? modelId,
        IReadOnlyList<string>? experimentIds,
        bool includeSpans,
        string? session,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RunningExporters.SettleStoreAsync(cancellationToken).ConfigureAwait(false);
        if (destination is not null)
        {
            if (await CurrentExperiment.FindIdAsync(client, destination, cancellationToken).ConfigureAwait(false) is not { } id)
            {
                yield break;
            }

            experimentIds = [id];
        }

        var found = client.SearchTracesAsync(filter, orderBy, maxResults, runId, modelId, experimentIds, includeSpans, session, cancellationToken);
        await foreach (var trace in found.ConfigureAwait(false))
        {
            yield return trace;
        }
    }
}
