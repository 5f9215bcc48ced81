using OtelBridge.Store.Model;

namespace OtelBridge.Store.Access.Guard;

/// <summary>A writer that does not take everything from everybody.</summary>
internal interface IIntakeGate
{
    /// <summary>Says of each batch why it is not taken; null for those that are.</summary>
    Task<IReadOnlyList<string?>> FindRefusalsAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken);
}
