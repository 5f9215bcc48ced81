using System.Globalization;
using System.Runtime.CompilerServices;
using OtelBridge.Store.Masking;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Retention;

/// <summary>Deletes what is older, or more, than each experiment is to keep.</summary>
/// <remarks>
/// <para>Deletes in the small steps of <see cref="ITraceRecords.DeleteAsync"/>: writes that come meanwhile have their turn between two of them. Never deletes
/// a trace that started later than the age allows. Several processes may sweep one store: what one has deleted the other does not find.</para>
/// <para>What a trace takes is its share, by spans, of the compressed blocks that hold it; on ClickHouse, of its compressed column. Search columns and indexes come on top: a store with small spans may
/// take twice as much.</para>
/// </remarks>
public sealed class TraceRetention
{
    private const int ExperimentsPerPage = 500;

    // A walk over the sizes of all traces takes a while: it is not to take more than this part of the time.
    private const int RestForEachPart = 20;

    private readonly ITraceStore _store;
    private readonly RetentionLimits _limits;
    private readonly TimeProvider _time;
    private readonly IExperimentSizes _sizes;
    private long _noSizesBefore;

    /// <summary>Makes one for a store.</summary>
    /// <param name="store">The store, open to write.</param>
    /// <param name="limits">What experiments keep that have no tags of their own, see <see cref="RetentionLimits.AgeTag"/>.</param>
    /// <param name="time">The clock.</param>
    public TraceRetention(ITraceStore store, RetentionLimits limits, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(time);
        _store = store;
        _limits = limits;
        _time = time;
        _sizes = MaskedTraceStore.Under(store) is ISweptStore swept ? swept.Sizes : throw new ArgumentException("This store does not say how large it is.", nameof(store));
    }

    /// <summary>Whether a store can be swept: every store that <see cref="TraceStores"/> opens can.</summary>
    public static bool CanSweep(ITraceStore store) => MaskedTraceStore.Under(store) is ISweptStore;

    /// <summary>Goes through all experiments once, deleted ones too, and tells of those where something happened.</summary>
    /// <exception cref="StoreUnavailableException">A later try may succeed; what was deleted is deleted.</exception>
    public async IAsyncEnumerable<SweptExperiment> SweepAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var started = _time.GetTimestamp();
        var withSizes = started >= _noSizesBefore;
        var token = string.Empty;
        do
        {
            var query = new SearchExperimentsRequest { MaxResults = ExperimentsPerPage, PageToken = token, View = LifecycleView.All };
            var page = await _store.Experiments.SearchAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var experiment in page.Items)
            {
                if (await SweepAsync(experiment, withSizes, cancellationToken).ConfigureAwait(false) is { } swept)
                {
                    yield return swept;
                }
            }

            token = page.NextPageToken;
        }
        while (token.Length > 0);

        if (withSizes)
        {
            var now = _time.GetTimestamp();
            _noSizesBefore = now + ((now - started) * RestForEachPart);
        }
    }

    private async Task<SweptExperiment?> SweepAsync(Experiment experiment, bool withSizes, CancellationToken cancellationToken)
    {
        var (limits, badTag) = LimitsOf(experiment);
        var tooOld = limits.MaxAge is { } age ? await DeleteOlderAsync(experiment, age, cancellationToken).ConfigureAwait(false) : 0;
        var tooMuch = withSizes && limits.MaxBytes is { } bytes ? await DeleteBeyondAsync(experiment, bytes, cancellationToken).ConfigureAwait(false) : 0;
        return tooOld + tooMuch > 0 || badTag is not null ? new SweptExperiment(experiment.ExperimentId, tooOld, tooMuch, badTag) : null;
    }

    private async Task<long> DeleteOlderAsync(Experiment experiment, TimeSpan age, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        return age < now - DateTimeOffset.UnixEpoch
            ? await DeleteBeforeAsync(experiment, (now - age).ToUnixTimeMilliseconds(), cancellationToken).ConfigureAwait(false)
            : 0;
    }

    private async Task<long> DeleteBeyondAsync(Experiment experiment, long maxBytes, CancellationToken cancellationToken) =>
        await _sizes.FindStartAsync(KeyOf(experiment), maxBytes, cancellationToken).ConfigureAwait(false) is { } startMs
            ? await DeleteBeforeAsync(experiment, startMs, cancellationToken).ConfigureAwait(false)
            : 0;

    // Asked before, since nearly always there is nothing to do, and to ask keeps no writer waiting.
    private async Task<long> DeleteBeforeAsync(Experiment experiment, long unixMs, CancellationToken cancellationToken) =>
        await _sizes.HasOlderAsync(KeyOf(experiment), unixMs, cancellationToken).ConfigureAwait(false)
            ? await _store.Records.DeleteAsync(new TraceDeletion(experiment.ExperimentId) { MaxTimestampMs = unixMs - 1 }, cancellationToken).ConfigureAwait(false)
            : 0;

    /// <summary>A tag wins over what holds for all. One that cannot be read keeps everything: what was deleted by a misunderstanding does not come back.</summary>
    private (RetentionLimits Limits, string? BadTag) LimitsOf(Experiment experiment)
    {
        var (limits, badTag) = (_limits, (string?)null);
        if (experiment.Tags.TryGetValue(RetentionLimits.AgeTag, out var ageText))
        {
            var isAge = RetentionText.TryReadAge(ageText, out var age);
            (limits, badTag) = (limits with { MaxAge = isAge ? age : null }, isAge ? badTag : RetentionLimits.AgeTag);
        }

        if (experiment.Tags.TryGetValue(RetentionLimits.SizeTag, out var sizeText))
        {
            var isSize = RetentionText.TryReadSize(sizeText, out var bytes);
            (limits, badTag) = (limits with { MaxBytes = isSize ? bytes : null }, isSize ? badTag : RetentionLimits.SizeTag);
        }

        return (limits, badTag);
    }

    private static long KeyOf(Experiment experiment) => long.Parse(experiment.ExperimentId, CultureInfo.InvariantCulture);
}
