using System.Threading.Channels;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Migration;

/// <summary>Walks the source once, in the order in which its traces were first stored, and copies those that the target lacks or says something else of.</summary>
internal sealed class CopyPass(StoreWalk source, StoreWalk target, TraceCopier copier, MigrationOptions options, Action<string, string> unreadable)
{
    private const int ReadsAhead = 3;
    private const int WritesAtOnce = 4;

    private readonly HashSet<string> _experiments = new(StringComparer.Ordinal); // bounded by the experiments of the source
    private long _walked;
    private long _copied;

    /// <summary>Runs the pass and gives how many traces it has copied.</summary>
    /// <param name="title">What it is to people.</param>
    /// <param name="cancellationToken">Ends it; what was copied stays.</param>
    public async Task<long> RunAsync(string title, CancellationToken cancellationToken)
    {
        var all = await source.CountAsync(cancellationToken).ConfigureAwait(false);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pieces = Channel.CreateBounded<Task<IReadOnlyList<Trace>>>(ReadsAhead);
        var reading = ReadAsync(all, pieces.Writer, ending.Token);
        var writing = new Queue<Task>(WritesAtOnce); // bounded by WritesAtOnce
        try
        {
            await foreach (var piece in pieces.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                var traces = await piece.ConfigureAwait(false);
                var isAlone = IsAlone(traces);
                while (writing.Count >= (isAlone ? 1 : WritesAtOnce))
                {
                    await writing.Dequeue().ConfigureAwait(false);
                }

                writing.Enqueue(copier.CopyAsync(traces, ending.Token));
                if (isAlone)
                {
                    await writing.Dequeue().ConfigureAwait(false);
                }

                _copied += traces.Count;
                options.Progress(title, Interlocked.Read(ref _walked), all);
            }

            await Task.WhenAll(writing).ConfigureAwait(false);
            await reading.ConfigureAwait(false);
            return _copied;
        }
        catch
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([reading, .. writing]).ContinueWith(static _ => { }, TaskScheduler.Default).ConfigureAwait(false);
            throw;
        }
    }

    // Writers keep the order of their calls, but for what they have to look up first: an experiment that is new to them.
    private bool IsAlone(IReadOnlyList<Trace> traces)
    {
        var known = _experiments.Count;
        _experiments.UnionWith(traces.Select(static trace => trace.Info.ExperimentId));
        return _experiments.Count > known || traces is [{ Info.SpanCount: 0 }];
    }

    private async Task ReadAsync(long most, ChannelWriter<Task<IReadOnlyList<Trace>>> pieces, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var page in source.PagesAsync(most, cancellationToken).ConfigureAwait(false))
            {
                var there = await target.FindAsync(page, cancellationToken).ConfigureAwait(false);
                var wanted = page.Where(trace => !there.TryGetValue(trace.TraceId, out var copy) || IsBehind(copy, trace));
                foreach (var piece in StoreWalk.Cut(wanted))
                {
                    await pieces.WaitToWriteAsync(cancellationToken).ConfigureAwait(false);
                    string[] ids = [.. piece.Select(static trace => trace.TraceId)];
                    await pieces.WriteAsync(source.ReadAsync(ids, unreadable, cancellationToken), cancellationToken).ConfigureAwait(false);
                }

                Interlocked.Add(ref _walked, page.Count);
            }

            pieces.Complete();
        }
        catch (Exception e)
        {
            pieces.TryComplete(e);
        }
    }

    // A trace that has more spans at the target goes on there.
    private static bool IsBehind(TraceInfo copy, TraceInfo trace) => copy.SpanCount <= trace.SpanCount && !TraceFingerprint.AreSame(copy, trace);
}
