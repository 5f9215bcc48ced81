using OtelBridge.Masking;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Masking;

/// <summary>A store that masks whatever is written into it. Every way in ends at a store; who has this one instead of the one below it cannot go around the rules.</summary>
/// <remarks>Reading is that of the store below: what was written through here has nothing left to hide.</remarks>
public sealed class MaskedTraceStore : ITraceStore
{
    private readonly ITraceStore _inner;
    private readonly ExperimentMasks _masks;

    private MaskedTraceStore(ITraceStore inner, MaskingRules rules, TimeProvider time)
    {
        _inner = inner;
        _masks = new ExperimentMasks(rules, inner, time);
        var moved = new MovedTraces(inner, _masks);
        Writer = new MaskedTraceWriter(inner, _masks, moved);
        Records = new MaskedTraceRecords(inner, _masks, moved);
        Assessments = new MaskedAssessmentCatalog(inner.Assessments, _masks);
        Runs = new MaskedRunCatalog(inner.Runs, _masks);
        Experiments = new MaskedExperimentCatalog(inner.Experiments, _masks);
    }

    /// <inheritdoc/>
    public string Description => _inner.Description;

    /// <inheritdoc/>
    public ITraceWriter Writer { get; }

    /// <inheritdoc/>
    public ITraceReader Reader => _inner.Reader;

    /// <inheritdoc/>
    public IServiceReader Services => _inner.Services;

    /// <inheritdoc/>
    public IExperimentCatalog Experiments { get; }

    /// <inheritdoc/>
    public ITraceRecords Records { get; }

    /// <inheritdoc/>
    public IAssessmentCatalog Assessments { get; }

    /// <inheritdoc/>
    public IRunCatalog Runs { get; }

    /// <inheritdoc/>
    public IAggregateReader Aggregates => _inner.Aggregates;

    /// <summary>Puts rules over a store, which belongs to it from here on.</summary>
    /// <returns>The store itself where there are no rules: then nothing stands in the way of a span.</returns>
    public static ITraceStore Over(ITraceStore store, MaskingRules? rules, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        return rules is null or { Count: 0 } ? store : new MaskedTraceStore(store, rules, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public Task FinishIndexAsync(CancellationToken cancellationToken) => _inner.FinishIndexAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _inner.DisposeAsync();

    /// <summary>The store that a store writes into in the end.</summary>
    public static ITraceStore Under(ITraceStore store) => store is MaskedTraceStore masked ? masked._inner : store;

    /// <summary>A text about what came in that is shown and never stored, the name of a sender say, as rules for attributes leave it.</summary>
    internal string Shown(string key, string text) =>
        _masks.Strictest.Of(MaskPlaces.Resource, key) is { } rules ? rules.Text(text, new MaskBudget()) ?? MaskEffect.DefaultReplacement : text;
}
