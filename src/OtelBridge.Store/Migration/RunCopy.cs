using System.Runtime.CompilerServices;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Migration;

/// <summary>Copies runs with every value of their metrics, and compares them.</summary>
internal sealed class RunCopy(ITraceStore source, StorePatience sourcePatience, ITraceStore target, StorePatience targetPatience)
{
    private const int PageSize = 200;
    private const int MetricsAtOnce = 5000;

    /// <summary>Gives the runs of an experiment of the source, deleted ones too.</summary>
    public async IAsyncEnumerable<Run> OfAsync(string experimentId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new SearchRunsRequest { ExperimentIds = { experimentId }, View = LifecycleView.All, MaxResults = PageSize, OrderBy = { "run_id" } };
        do
        {
            var page = await sourcePatience.RunAsync(() => source.Runs.SearchAsync(query, cancellationToken), cancellationToken).ConfigureAwait(false);
            foreach (var run in page.Items)
            {
                yield return run;
            }

            query.PageToken = page.NextPageToken;
        }
        while (query.PageToken.Length > 0);
    }

    /// <summary>Finds a run of the source.</summary>
    public Task<Run?> FindAsync(string runId, CancellationToken cancellationToken) => FindAsync(source, sourcePatience, runId, cancellationToken);

    /// <summary>Makes the run of the target say what that of the source does.</summary>
    public async Task CopyAsync(Run run, CancellationToken cancellationToken)
    {
        var copy = await FindAsync(target, targetPatience, run.RunId, cancellationToken).ConfigureAwait(false);
        if (copy is null || !TraceFingerprint.AreSame(run, copy))
        {
            await targetPatience.RunAsync(() => target.Runs.ImportAsync(run, [], cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        await foreach (var (metrics, copied) in MetricsAsync(run, cancellationToken).ConfigureAwait(false))
        {
            if (!metrics.SequenceEqual(copied))
            {
                await targetPatience.RunAsync(() => target.Runs.ImportAsync(run, metrics, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether the target has the run, with the same values of every metric.</summary>
    public async Task<bool> IsSameAsync(Run run, CancellationToken cancellationToken)
    {
        var copy = await FindAsync(target, targetPatience, run.RunId, cancellationToken).ConfigureAwait(false);
        if (copy is null || !TraceFingerprint.AreSame(run, copy))
        {
            return false;
        }

        await foreach (var (metrics, copied) in MetricsAsync(run, cancellationToken).ConfigureAwait(false))
        {
            if (!metrics.SequenceEqual(copied))
            {
                return false;
            }
        }

        return true;
    }

    // Pages of both sides beside each other: in the same order, so the same values stand at the same place until one is missing.
    private async IAsyncEnumerable<(IReadOnlyList<Metric> Source, IReadOnlyList<Metric> Target)> MetricsAsync(
        Run run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in run.Metrics.Select(static metric => metric.Key))
        {
            var query = new GetMetricHistoryRequest { RunId = run.RunId, Key = key, MaxResults = MetricsAtOnce };
            do
            {
                var there = await HistoryAsync(source, sourcePatience, query, cancellationToken).ConfigureAwait(false);
                var copied = await HistoryAsync(target, targetPatience, query, cancellationToken).ConfigureAwait(false);
                yield return (there.Items, copied.Items);
                query.PageToken = there.NextPageToken;
            }
            while (query.PageToken.Length > 0);
        }
    }

    private static Task<Page<Metric>> HistoryAsync(ITraceStore store, StorePatience patience, GetMetricHistoryRequest query, CancellationToken cancellationToken) =>
        patience.RunAsync(() => store.Runs.GetMetricHistoryAsync(query, cancellationToken), cancellationToken);

    private static Task<Run?> FindAsync(ITraceStore store, StorePatience patience, string runId, CancellationToken cancellationToken) => patience.RunAsync(
        async () =>
        {
            try
            {
                return await store.Runs.GetAsync(runId, cancellationToken).ConfigureAwait(false);
            }
            catch (NotStoredException)
            {
                return null;
            }
        },
        cancellationToken);
}
