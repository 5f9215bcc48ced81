using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Readiness;

/// <summary>A store that can say whether it works now.</summary>
internal interface IProbedStore
{
    /// <summary>Reads a little, and sees whether a write would be taken; writes nothing that stays.</summary>
    /// <exception cref="StoreUnavailableException">It does not work now; the message says why.</exception>
    Task ProbeAsync(CancellationToken cancellationToken);
}
