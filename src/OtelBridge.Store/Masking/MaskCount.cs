namespace OtelBridge.Store.Masking;

/// <summary>What a rule finds in one field of the traces of one experiment.</summary>
public sealed class MaskCount
{
    private readonly List<string> _examples = []; // a few

    internal MaskCount(string rule, string field, string experimentId) => (Rule, Field, ExperimentId) = (rule, field, experimentId);

    /// <summary>Gets the rule; <c>(not judged)</c> for values that could not be read, and are masked whole.</summary>
    public string Rule { get; }

    /// <summary>Gets the field: where it stands, and its key.</summary>
    public string Field { get; }

    /// <summary>Gets the experiment.</summary>
    public string ExperimentId { get; }

    /// <summary>Gets how many values it finds, or parts of values.</summary>
    public long Values { get; private set; }

    /// <summary>Gets traces that have some of them.</summary>
    public IReadOnlyList<string> Examples => _examples;

    internal void Add(string traceId, int mostExamples)
    {
        Values++;
        if (_examples.Count < mostExamples && !_examples.Contains(traceId))
        {
            _examples.Add(traceId);
        }
    }
}
