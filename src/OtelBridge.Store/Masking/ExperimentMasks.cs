using System.Collections.Concurrent;
using System.Globalization;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Masking;

/// <summary>Which rules hold for which experiment. Thread-safe.</summary>
internal sealed class ExperimentMasks
{
    // Sets of rules that hold together are few; ids come from outside, but only those that exist are kept.
    private const int MaxSets = 1024;

    // An experiment that is given another name, perhaps at another server, may come under other rules.
    private static readonly TimeSpan NamesStay = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<MaskingRule> _rules;
    private readonly MaskTally? _tally;
    private readonly ITraceStore _store;
    private readonly TimeProvider _time;
    private readonly FieldMask? _forAll;
    private readonly ConcurrentDictionary<string, (string? Name, long Read)> _names = new(StringComparer.Ordinal); // bounded by the experiments
    private readonly ConcurrentDictionary<string, FieldMask> _sets = new(StringComparer.Ordinal); // bounded by MaxSets

    public ExperimentMasks(MaskingRules rules, ITraceStore store, TimeProvider time, MaskTally? tally = null)
    {
        (_rules, _store, _time, _tally) = (rules.Rules, store, time, tally);
        _forAll = rules.DependOnExperiment ? null : new FieldMask(_rules, tally);
    }

    /// <summary>Gets whether it matters to which experiment something belongs.</summary>
    public bool DependOnExperiment => _forAll is null;

    /// <summary>Gets every rule, whatever its experiments.</summary>
    public FieldMask Strictest => _forAll ?? Set([.. Enumerable.Range(0, _rules.Count)]);

    /// <summary>The rules for what belongs to some experiments, or may: those of each of them.</summary>
    public async ValueTask<FieldMask> OfAsync(IReadOnlyCollection<string> experimentIds, CancellationToken cancellationToken)
    {
        if (_forAll is { } all)
        {
            return all;
        }

        var wanted = new SortedSet<int>(); // bounded by the rules
        foreach (var id in experimentIds)
        {
            var name = await NameAsync(id, cancellationToken).ConfigureAwait(false);
            wanted.UnionWith(Enumerable.Range(0, _rules.Count).Where(i => _rules[i].IsFor(id, name)));
        }

        return Set(wanted);
    }

    public ValueTask<FieldMask> OfAsync(string experimentId, CancellationToken cancellationToken) => OfAsync([experimentId], cancellationToken);

    /// <summary>The rules for an experiment that has no id yet.</summary>
    public FieldMask OfNew(string name) => _forAll ?? Set([.. Enumerable.Range(0, _rules.Count).Where(i => _rules[i].IsFor(string.Empty, name))]);

    /// <summary>The rules for what is said of a trace; of one that is not stored none.</summary>
    public async ValueTask<FieldMask> OfTraceAsync(string traceId, CancellationToken cancellationToken)
    {
        if (_forAll is { } all)
        {
            return all;
        }

        var trace = await _store.Reader.FindTraceInfoAsync(traceId, cancellationToken).ConfigureAwait(false);
        return await OfAsync(trace is null ? [] : [trace.ExperimentId], cancellationToken).ConfigureAwait(false);
    }

    private FieldMask Set(IReadOnlyCollection<int> wanted)
    {
        var set = string.Join(' ', wanted.Select(static i => i.ToString(CultureInfo.InvariantCulture)));
        if (_sets.TryGetValue(set, out var known))
        {
            return known;
        }

        var mask = new FieldMask([.. wanted.Select(i => _rules[i])], _tally);
        if (_sets.Count < MaxSets)
        {
            mask = _sets.GetOrAdd(set, mask);
        }

        return mask;
    }

    private async ValueTask<string?> NameAsync(string experimentId, CancellationToken cancellationToken)
    {
        var now = _time.GetTimestamp();
        if (_names.TryGetValue(experimentId, out var known) && _time.GetElapsedTime(known.Read, now) < NamesStay)
        {
            return known.Name;
        }

        var found = await _store.Experiments.FindAsync(experimentId, cancellationToken).ConfigureAwait(false);
        if (found is not null)
        {
            _names[experimentId] = (found.Name, now);
        }

        return found?.Name;
    }
}
