using System.Collections.Concurrent;
using OtelBridge.Attributes;
using OtelBridge.Masking;

namespace OtelBridge.Store.Masking;

/// <summary>Which rules hold for which field, of the rules that are for some experiments. Thread-safe.</summary>
internal sealed class FieldMask
{
    // Keys come from outside. Beyond this many, rules are looked up for each value anew.
    private const int MaxFields = 4096;

    private readonly IReadOnlyList<MaskingRule> _rules;
    private readonly MaskTally? _tally;
    private readonly MaskTerms[] _terms;
    private readonly ConcurrentDictionary<(MaskPlaces Place, string Key), FieldRules?> _fields = new(); // bounded by MaxFields
    private readonly ConcurrentDictionary<string, FieldRules> _sets = new(StringComparer.Ordinal); // bounded by MaxFields

    /// <param name="rules">The rules.</param>
    /// <param name="tally">Counts what the rules find; null for nobody.</param>
    public FieldMask(IReadOnlyList<MaskingRule> rules, MaskTally? tally = null)
    {
        (_rules, _tally) = (rules, tally);
        _terms = [.. rules.Select(rule => rule.Terms(tally is null ? null : _ => tally.Found(rule.Name)))];
    }

    public bool IsEmpty => _rules.Count == 0;

    /// <summary>The rules for what stands at a place, under a key if it has one; null when there are none.</summary>
    public FieldRules? Of(MaskPlaces place, string? key = null)
    {
        if (_rules.Count == 0)
        {
            return null;
        }

        _tally?.Enter(place, key);
        var field = (place, key ?? string.Empty);
        if (_fields.TryGetValue(field, out var known))
        {
            return known;
        }

        var rules = Make(place, key);
        if (_fields.Count < MaxFields)
        {
            _fields.TryAdd(field, rules);
        }

        return rules;
    }

    private FieldRules? Make(MaskPlaces place, string? key)
    {
        var names = Names(place, key);
        int[] wanted = [.. Enumerable.Range(0, _rules.Count).Where(i => names.Any(name => _rules[i].LooksAt(name.Place, name.Key)))];
        if (wanted.Length == 0)
        {
            return null;
        }

        var whole = Array.FindIndex(wanted, i => _rules[i].IsWhole || names.Any(name => name.Key is not null && _rules[i].Names(name.Key)));
        var set = string.Join(' ', wanted) + ':' + whole;
        if (_sets.TryGetValue(set, out var known))
        {
            return known;
        }

        var rules = new FieldRules(new MaskRules([.. wanted.Select(i => _terms[i])]), whole < 0 ? null : _terms[wanted[whole]].Effect, _tally);
        if (_sets.Count < MaxFields)
        {
            _sets.TryAdd(set, rules);
        }

        return rules;
    }

    // What is the same under another name: who names one of them means it there as well.
    private static (MaskPlaces Place, string? Key)[] Names(MaskPlaces place, string? key) => (place, key) switch
    {
        (MaskPlaces.Attributes, { } attribute) when attribute.StartsWith(MlflowKeys.TraceTagPrefix, StringComparison.Ordinal) =>
            [(place, key), (MaskPlaces.Tags, attribute[MlflowKeys.TraceTagPrefix.Length..])],
        (MaskPlaces.Attributes, { } attribute) when attribute.StartsWith(MlflowKeys.TraceMetadataPrefix, StringComparison.Ordinal) =>
            [(place, key), (MaskPlaces.Metadata, attribute[MlflowKeys.TraceMetadataPrefix.Length..])],
        (MaskPlaces.Attributes, MlflowKeys.TraceRequestPreview) or (MaskPlaces.Metadata, MlflowKeys.TraceInputs) => [(place, key), (MaskPlaces.Attributes, MlflowKeys.SpanInputs)],
        (MaskPlaces.Attributes, MlflowKeys.TraceResponsePreview) or (MaskPlaces.Metadata, MlflowKeys.TraceOutputs) => [(place, key), (MaskPlaces.Attributes, MlflowKeys.SpanOutputs)],
        (MaskPlaces.Tags, MlflowKeys.TraceName) => [(place, key), (MaskPlaces.Names, null)],
        _ => [(place, key)],
    };
}
