using System.Globalization;

namespace OtelBridge.Export;

/// <summary>What became of the spans of one destination so far.</summary>
/// <param name="Name">Name of the destination: <c>collector</c>, <c>store</c>, or the one given to it.</param>
/// <param name="Endpoint">Where it sends to, without user information or query.</param>
/// <param name="Sent">Spans that the server took.</param>
/// <param name="Queued">Spans that wait or are under way.</param>
/// <param name="Retried">Requests that were sent again.</param>
/// <param name="Dropped">Spans that were given up, by reason; reasons without a span are absent.</param>
/// <remarks><c>Sent + Queued + Spooled + Excluded + all Dropped</c> is the number of spans that ended while tracing ran, and of those adopted, at every moment.</remarks>
public sealed record DestinationDelivery(
    string Name, string Endpoint, long Sent, long Queued, long Retried, IReadOnlyDictionary<DropReason, long> Dropped)
{
    /// <summary>Gets how many bytes the queued spans have, by estimate.</summary>
    public long QueuedBytes { get; init; }

    /// <summary>Gets whether the destination counts as out of order: several requests in a row failed, and only single ones are made now, to see whether it is back.</summary>
    public bool IsFailing { get; init; }

    /// <summary>Gets what the last request that was not taken failed of.</summary>
    /// <value>Null when none failed since the last that was taken.</value>
    public string? LastFailure { get; init; }

    /// <summary>Gets how many spans lie on disk and wait for the destination.</summary>
    public long Spooled { get; init; }

    /// <summary>Gets how many spans an earlier process left on disk and this one took over; they are among the others, too.</summary>
    public long Adopted { get; init; }

    /// <summary>Gets how many spans the filter or the sampling of the destination kept from it.</summary>
    public long Excluded { get; init; }

    /// <summary>Gets the number of spans that were given up, for whatever reason.</summary>
    public long TotalDropped => Dropped.Values.Sum();

    /// <summary>Writes for example <c>store http://localhost:4317/: 20 sent, 0 queued, 1 retried, 5 dropped (Unreachable 5)</c>, and what lies on disk or was left out, if anything.</summary>
    public override string ToString()
    {
        var reasons = string.Join(", ", Dropped.Where(d => d.Value > 0).OrderBy(d => d.Key).Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Key} {d.Value}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Name} {Endpoint}: {Sent} sent, {Queued} queued, {Retried} retried, {Part(Spooled, "spooled")}{Part(Excluded, "excluded")}{TotalDropped} dropped{(reasons.Length > 0 ? $" ({reasons})" : string.Empty)}");
    }

    private static string Part(long count, string what) => count == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{count} {what}, ");
}
