using OtelBridge.Store.Masking;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Readiness;

/// <summary>Finds out whether a store answers and takes writes.</summary>
public static class StoreProbe
{
    /// <summary>Asks the store. Costs it next to nothing.</summary>
    /// <param name="store">The store. One that a program brings itself is only read.</param>
    /// <param name="cancellationToken">Ends the wait for an answer.</param>
    /// <exception cref="StoreUnavailableException">It does not work now; the message says why.</exception>
    public static Task RunAsync(ITraceStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        return MaskedTraceStore.Under(store) is IProbedStore probed ? probed.ProbeAsync(cancellationToken) : store.Reader.FindTraceInfoAsync("tr-0", cancellationToken);
    }
}
