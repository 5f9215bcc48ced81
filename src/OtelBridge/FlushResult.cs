using OtelBridge.Export;

namespace OtelBridge;

/// <summary>What a flush reached.</summary>
/// <param name="Destinations">One entry for each destination; empty when no tracing runs.</param>
public sealed record FlushResult(IReadOnlyList<DestinationFlush> Destinations)
{
    /// <summary>Gets whether the flush got through: nothing that had ended before it is left or lies on disk, and nothing was dropped meanwhile. What was dropped earlier is in <see cref="MlflowTracing.Delivery"/>.</summary>
    public bool IsComplete => Destinations.All(d => d is { Left: 0, Dropped: 0, Spooled: 0 });

    /// <summary>Writes one part for each destination, for example <c>collector: 20 sent, 0 dropped, 0 left; store: 20 sent, 0 dropped, 0 left</c>.</summary>
    public override string ToString() => Destinations.Count == 0 ? "no destination" : string.Join("; ", Destinations);
}
