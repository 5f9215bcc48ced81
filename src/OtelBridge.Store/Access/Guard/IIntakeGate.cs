using OtelBridge.Store.Model;

namespace OtelBridge.Store.Access.Guard;

/// <summary>A writer that does not take everything from everybody.</summary>
internal interface IIntakeGate
{
    /// <summary>Stores the batches that are taken, and says of each why it is not; null for those that are.</summary>
    /// <exception cref="Storage.StoreUnavailableException">Nothing was stored and a later try may succeed.</exception>
    Task<IReadOnlyList<string?>> WriteAllowedAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken);
}
