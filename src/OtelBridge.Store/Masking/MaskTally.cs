namespace OtelBridge.Store.Masking;

/// <summary>Counts what rules find: by rule, field and experiment. Belongs to one walk over a store.</summary>
internal sealed class MaskTally
{
    /// <summary>Stands in the place of a rule for values that could not be read, and are masked whole.</summary>
    public const string NotJudged = "(not judged)";

    private const int MaxLines = 10_000;
    private const int MaxExamples = 3;
    private const string Others = "(others)";

    private readonly Dictionary<(string Rule, string Field, string Experiment), MaskCount> _counts = []; // bounded by MaxLines and the rules
    private string _field = string.Empty;
    private string _experiment = string.Empty;
    private string _trace = string.Empty;

    /// <summary>Gets how many values were found.</summary>
    public long Total { get; private set; }

    public IReadOnlyList<MaskCount> Counts =>
        [.. _counts.Values.OrderBy(static c => c.Rule, StringComparer.Ordinal).ThenByDescending(static c => c.Values).ThenBy(static c => c.Field, StringComparer.Ordinal)];

    /// <summary>Notes whose values come next.</summary>
    public void Begin(string experimentId, string traceId) => (_experiment, _trace) = (experimentId, traceId);

    /// <summary>Notes where the value stands that comes next.</summary>
    public void Enter(MaskPlaces place, string? key) => _field = key is null ? place.ToString().ToLowerInvariant() : $"{place.ToString().ToLowerInvariant()} {key}";

    public void Found(string rule)
    {
        Total++;
        var line = (rule, _counts.Count < MaxLines ? _field : Others, _experiment);
        if (!_counts.TryGetValue(line, out var count))
        {
            _counts[line] = count = new MaskCount(rule, line.Item2, _experiment);
        }

        count.Add(_trace, MaxExamples);
    }
}
