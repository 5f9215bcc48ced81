using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Migration;

/// <summary>Stores traces at the target, and makes it say of them what the source says. As good twice as once.</summary>
internal sealed class TraceCopier(ITraceStore target, StorePatience patience, CatalogCopy catalog, CopiedTraces copied)
{
    // Changes of single records are durable one by one; those that wait together share a commit.
    private const int ChangesAtOnce = 8;

    private const int MaxBytesPerWrite = 8 * 1024 * 1024;

    private readonly StoreWalk _walk = new(target, patience);

    /// <summary>Copies traces. The spans are handed to the writer before the call returns its task, so that calls one after the other store in their order.</summary>
    public async Task CopyAsync(IReadOnlyList<Trace> traces, CancellationToken cancellationToken)
    {
        foreach (var experiment in traces.Select(static trace => trace.Info.ExperimentId).Distinct())
        {
            await catalog.EnsureAsync(experiment, cancellationToken).ConfigureAwait(false);
        }

        foreach (var write in Writes(traces))
        {
            await patience.RunAsync(() => target.Writer.WriteAsync(write, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        var stored = await _walk.FindAsync(traces.Select(static trace => trace.Info), cancellationToken).ConfigureAwait(false);
        await LinkAsync(traces, stored, cancellationToken).ConfigureAwait(false);
        await Parallel.ForEachAsync(
            traces.Select(static trace => trace.Info).Where(wanted => !stored.TryGetValue(wanted.TraceId, out var info) || !IsDone(wanted, info)),
            new ParallelOptions { MaxDegreeOfParallelism = ChangesAtOnce, CancellationToken = cancellationToken },
            async (wanted, ending) => await SayAsync(wanted, stored.GetValueOrDefault(wanted.TraceId), ending).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (var trace in traces)
        {
            copied.Add(trace.Info.TraceId);
        }
    }

    // Links are made apart.
    private static bool IsDone(TraceInfo wanted, TraceInfo stored)
    {
        stored.RunIds.Clear();
        stored.RunIds.Add(wanted.RunIds);
        return TraceFingerprint.AreSame(wanted, stored);
    }

    // Mostly one: of some traces, or of a part of a large one.
    private static IEnumerable<List<TraceBatch>> Writes(IReadOnlyList<Trace> traces)
    {
        var (write, bytes) = (new List<TraceBatch>(traces.Count), 0L);
        foreach (var batch in traces.SelectMany(StoredTraceBatches.Of))
        {
            var size = batch.Payload.CalculateSize();
            if (write.Count > 0 && bytes + size > MaxBytesPerWrite)
            {
                yield return write;
                (write, bytes) = ([], 0);
            }

            write.Add(batch);
            bytes += size;
        }

        if (write.Count > 0)
        {
            yield return write;
        }
    }

    private async Task LinkAsync(IReadOnlyList<Trace> traces, Dictionary<string, TraceInfo> stored, CancellationToken cancellationToken)
    {
        var links = from trace in traces
                    from run in trace.Info.RunIds
                    where stored.TryGetValue(trace.Info.TraceId, out var info) && !info.RunIds.Contains(run)
                    group trace.Info.TraceId by run;
        foreach (var run in links)
        {
            await LinkAsync([.. run], run.Key, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LinkAsync(IReadOnlyList<string> traceIds, string run, CancellationToken cancellationToken)
    {
        try
        {
            await patience.RunAsync(() => target.Records.LinkToRunAsync(traceIds, run, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (NotStoredException)
        {
            // A run that was made since the runs were copied.
            await catalog.CopyRunAsync(run, cancellationToken).ConfigureAwait(false);
            await patience.RunAsync(() => target.Records.LinkToRunAsync(traceIds, run, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SayAsync(TraceInfo wanted, TraceInfo? stored, CancellationToken cancellationToken)
    {
        if ((stored is null && wanted.SpanCount > 0) || stored?.SpanCount > wanted.SpanCount)
        {
            // Somebody has deleted it at the target just now, or it goes on there: what the target says of it is newer.
            return;
        }

        try
        {
            await TakeBackAsync(wanted, stored, cancellationToken).ConfigureAwait(false);
            if (TraceDifference.Of(wanted, stored, wanted.ExperimentId) is { } record)
            {
                await PutAsync(record, cancellationToken).ConfigureAwait(false);
            }

            foreach (var run in stored is null ? wanted.RunIds : [])
            {
                await LinkAsync([wanted.TraceId], run, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (NotStoredException)
        {
            // Deleted at the target meanwhile. What is missing there is told in the end.
        }
    }

    /// <summary>Removes what the target says and the source does not: tags that were deleted there, and assessments that have changed.</summary>
    private async Task TakeBackAsync(TraceInfo wanted, TraceInfo? stored, CancellationToken cancellationToken)
    {
        foreach (var key in stored?.Tags.Keys.Except(wanted.Tags.Keys).ToList() ?? [])
        {
            await patience.RunAsync(() => IgnoreMissingAsync(target.Records.DeleteTagAsync(wanted.TraceId, key, cancellationToken)), cancellationToken).ConfigureAwait(false);
        }

        if (stored is not null && stored.Assessments.Any(assessment => !wanted.Assessments.Any(other => TraceFingerprint.AreSame(assessment, other))))
        {
            // All of them: one that is deleted makes the one that it overrides valid again.
            foreach (var id in stored.Assessments.Select(static assessment => assessment.AssessmentId))
            {
                await patience.RunAsync(() => target.Assessments.DeleteAsync(wanted.TraceId, id, cancellationToken), cancellationToken).ConfigureAwait(false);
            }

            stored.Assessments.Clear();
        }
    }

    private async Task PutAsync(TraceRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await patience.RunAsync(() => target.Records.PutAsync(record, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (RefusedChangeException)
        {
            // A trace without spans, in an experiment that is deleted.
            await catalog.WhileActiveAsync(
                record.ExperimentId, () => patience.RunAsync(() => target.Records.PutAsync(record, cancellationToken), cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static async Task IgnoreMissingAsync(Task change)
    {
        try
        {
            await change.ConfigureAwait(false);
        }
        catch (NotStoredException)
        {
            // Tried before, or removed by somebody else.
        }
    }
}
