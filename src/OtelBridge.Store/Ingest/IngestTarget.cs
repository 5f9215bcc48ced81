using OtelBridge.Store.Masking;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Ingest;

/// <summary>Where spans go, with what is remembered of that store.</summary>
/// <param name="Writer">Stores them.</param>
/// <param name="Masked">The store, where it masks.</param>
/// <param name="Experiments">The experiments that it has: another has others of the same ids.</param>
/// <param name="Ledger">Counts what comes in; nobody does when null.</param>
internal sealed record IngestTarget(ITraceWriter Writer, MaskedTraceStore? Masked, ExperimentResolver Experiments, IntakeLedger? Ledger)
{
    public static IngestTarget Of(ITraceStore store, IntakeLedger? ledger) => new(
        store.Writer,
        Under(store) as MaskedTraceStore,
        new ExperimentResolver(store.Experiments),
        ledger);

    private static ITraceStore Under(ITraceStore store) => store is ILayeredTraceStore layer ? Under(layer.Inner) : store;
}
