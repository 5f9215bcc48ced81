using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Migration;

/// <summary>Reads every trace of the source and its copy whole, and compares their fingerprints. What differs is copied again, where that is wanted: it may have changed just now.</summary>
internal sealed class ComparePass(StoreWalk source, StoreWalk target, TraceCopier? copier, MigrationOptions options, MigrationReport report)
{
    private const int PiecesAtOnce = 4;
    private const int Attempts = 3;

    public async Task RunAsync(string title, CancellationToken cancellationToken)
    {
        var (walked, all) = (0L, await source.CountAsync(cancellationToken).ConfigureAwait(false));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new Queue<Task>(PiecesAtOnce); // bounded by PiecesAtOnce
        try
        {
            await foreach (var page in source.PagesAsync(all, cancellationToken).ConfigureAwait(false))
            {
                foreach (var piece in StoreWalk.Cut(page))
                {
                    if (running.Count == PiecesAtOnce)
                    {
                        await running.Dequeue().ConfigureAwait(false);
                    }

                    running.Enqueue(CompareAsync([.. piece.Select(static trace => trace.TraceId)], ending.Token));
                    options.Progress(title, walked += piece.Count, all);
                }
            }

            await Task.WhenAll(running).ConfigureAwait(false);
        }
        catch
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
            throw;
        }
    }

    private async Task CompareAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ids.Count > 0; attempt++)
        {
            var isLast = copier is null || attempt == Attempts;
            var copies = target.ReadAsync(ids, static (_, _) => { }, cancellationToken); // one that cannot be read there is missing there
            var traces = await source.ReadAsync(ids, NoteUnreadable, cancellationToken).ConfigureAwait(false);
            var behind = Compare(traces, (await copies.ConfigureAwait(false)).ToDictionary(static trace => trace.Info.TraceId, StringComparer.Ordinal), isLast);
            if (isLast)
            {
                return;
            }

            if (behind.Count > 0)
            {
                await copier!.CopyAsync(behind, cancellationToken).ConfigureAwait(false);
                report.AddCopied(behind.Count);
            }

            ids = [.. behind.Select(static trace => trace.Info.TraceId)];
        }
    }

    private void NoteUnreadable(string traceId, string why) => report.Add(MigrationFinding.Unreadable, $"{traceId}: {why}");

    private List<Trace> Compare(IReadOnlyList<Trace> traces, Dictionary<string, Trace> copies, bool isLast)
    {
        var behind = new List<Trace>(); // bounded by the traces
        foreach (var trace in traces)
        {
            var copy = copies.GetValueOrDefault(trace.Info.TraceId);
            if (copy?.Info.SpanCount > trace.Info.SpanCount)
            {
                report.Add(MigrationFinding.GoesOnAtTarget, trace.Info.TraceId);
                continue;
            }

            var (said, copied) = (TraceFingerprint.Of(trace), copy is null ? null : TraceFingerprint.Of(copy));
            var isSame = copied is not null && said.AsSpan().SequenceEqual(copied);
            if (isSame || isLast)
            {
                report.AddTrace(trace.Info, said, copy?.Info, copied);
            }

            if (!isSame)
            {
                behind.Add(trace);
                if (isLast)
                {
                    report.Add(copy is null ? MigrationFinding.Missing : MigrationFinding.Differs, trace.Info.TraceId);
                }
            }
        }

        return behind;
    }
}
