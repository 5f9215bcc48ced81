using System.Globalization;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Migration;

/// <summary>Copies everything of one store into another one, of any kind, while the first goes on taking spans; and compares the two.</summary>
/// <remarks>Only through the contracts that every backend keeps. The first pass copies in the order in which traces were first stored; each pass that follows copies what
/// is new or has changed, until one finds nothing; then both stores are read whole and compared. Whatever is stopped may be started again: it does not do twice what is
/// done. Until the end the source is right: what somebody changes at the target meanwhile is changed back, but for traces that have got more spans there.</remarks>
public sealed class StoreMigration
{
    private const int MostPasses = 5;

    private static readonly TimeSpan WatchPause = TimeSpan.FromSeconds(5);

    private readonly ITraceStore _target;
    private readonly MigrationOptions _options;
    private readonly StoreWalk _sourceWalk;
    private readonly StoreWalk _targetWalk;
    private readonly StorePatience _targetPatience;
    private readonly SameStore _sameStore;
    private readonly CatalogCopy _catalog;
    private readonly CopiedTraces _copied = new();
    private readonly TraceCopier _copier;

    /// <summary>Makes a migration.</summary>
    /// <param name="source">The store to read; may be open to read only.</param>
    /// <param name="target">The store to write; to compare alone it may be open to read only, too.</param>
    /// <param name="options">How.</param>
    public StoreMigration(ITraceStore source, ITraceStore target, MigrationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        (_target, _options) = (target, options ?? new MigrationOptions());
        var sourcePatience = new StorePatience(source.Description, _options);
        _targetPatience = new StorePatience(target.Description, _options);
        _sourceWalk = new StoreWalk(source, sourcePatience);
        _targetWalk = new StoreWalk(target, _targetPatience);
        _sameStore = new SameStore(source, sourcePatience, target, _targetPatience);
        _catalog = new CatalogCopy(source, sourcePatience, target, _targetPatience);
        _copier = new TraceCopier(target, _targetPatience, _catalog, _copied);
    }

    /// <summary>Copies until nothing is left to copy, and compares.</summary>
    /// <exception cref="MigrationException">The stores are one, or an experiment of the target is in the way.</exception>
    /// <exception cref="StoreUnavailableException">A store stayed away too long.</exception>
    public async Task<MigrationReport> RunAsync(CancellationToken cancellationToken)
    {
        var report = new MigrationReport();
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        for (var (pass, copied) = (1, 1L); copied > 0 && pass <= MostPasses; pass++)
        {
            copied = await PassAsync(pass, report, cancellationToken).ConfigureAwait(false);
        }

        await CompareAsync(report, _copier, cancellationToken).ConfigureAwait(false);
        await FinishIndexAsync(cancellationToken).ConfigureAwait(false);
        return report;
    }

    /// <summary>Copies until it is stopped: pass after pass, with some seconds between them. It does not compare.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken).ConfigureAwait(false);
        for (var pass = 1; ; pass++)
        {
            await PassAsync(pass, new MigrationReport(), cancellationToken).ConfigureAwait(false);
            await Task.Delay(WatchPause, _options.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Compares the stores, and changes nothing.</summary>
    public Task<MigrationReport> CompareAsync(CancellationToken cancellationToken) => CompareAsync(new MigrationReport(), null, cancellationToken);

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await _sameStore.RefuseAsync(cancellationToken).ConfigureAwait(false);
        if (await _targetWalk.CountAsync(cancellationToken).ConfigureAwait(false) is > 0 and var there)
        {
            _options.Say(string.Create(
                CultureInfo.InvariantCulture, $"The target has {there:N0} traces already, of an earlier run or of others; those that only the target has stay as they are."));
        }
    }

    // Not needed: a server goes on with it by itself, and searches are right before. Whoever stops it here has what was asked for.
    private async Task FinishIndexAsync(CancellationToken cancellationToken)
    {
        _options.Say("Compared. Indexing text and sums at the target, which may be stopped: a server goes on with it.");
        _options.Progress("Indexing", 0, 0);
        try
        {
            await _targetPatience.RunAsync(() => _target.FinishIndexAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _options.Say("Stopped indexing.");
        }
    }

    private async Task<long> PassAsync(int number, MigrationReport report, CancellationToken cancellationToken)
    {
        await _catalog.RunAsync(cancellationToken).ConfigureAwait(false);
        var begun = _options.Time.GetTimestamp();
        var pass = new CopyPass(_sourceWalk, _targetWalk, _copier, _options, static (_, _) => { }); // what cannot be read is told by the comparison
        var copied = await pass.RunAsync(string.Create(CultureInfo.InvariantCulture, $"Pass {number}"), cancellationToken).ConfigureAwait(false);
        report.AddCopied(copied);
        _options.Say(string.Create(
            CultureInfo.InvariantCulture, $"Pass {number}: {copied:N0} traces copied in {_options.Time.GetElapsedTime(begun).TotalSeconds:N1} seconds."));
        return copied;
    }

    private async Task<MigrationReport> CompareAsync(MigrationReport report, TraceCopier? copier, CancellationToken cancellationToken)
    {
        if (copier is not null)
        {
            await _catalog.RunAsync(cancellationToken).ConfigureAwait(false);
        }

        await new ComparePass(_sourceWalk, _targetWalk, copier, _options, report).RunAsync("Comparing", cancellationToken).ConfigureAwait(false);
        await FindStrangersAsync(report, copier is not null, cancellationToken).ConfigureAwait(false);
        await _catalog.CompareAsync(report, cancellationToken).ConfigureAwait(false);
        return report;
    }

    // What only the target has: there before, sent there since, or deleted at the source after it was copied.
    private async Task FindStrangersAsync(MigrationReport report, bool deletes, CancellationToken cancellationToken)
    {
        var all = await _targetWalk.CountAsync(cancellationToken).ConfigureAwait(false);
        if (all == report.Sums.Values.Sum(static sums => sums.Target.Traces))
        {
            return;
        }

        await foreach (var page in _targetWalk.PagesAsync(all, cancellationToken).ConfigureAwait(false))
        {
            var there = await _sourceWalk.FindAsync(page, cancellationToken).ConfigureAwait(false);
            foreach (var trace in page.Where(trace => !there.ContainsKey(trace.TraceId)))
            {
                var isDeleted = deletes && _copied.Contains(trace.TraceId);
                report.Add(isDeleted ? MigrationFinding.DeletedMeanwhile : MigrationFinding.OnlyAtTarget, trace.TraceId);
                if (isDeleted)
                {
                    await DeleteAsync(trace, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private Task<long> DeleteAsync(TraceInfo trace, CancellationToken cancellationToken) => _targetPatience.RunAsync(
        () => _target.Records.DeleteAsync(new TraceDeletion(trace.ExperimentId) { TraceIds = [trace.TraceId] }, cancellationToken), cancellationToken);
}
