using System.Globalization;

namespace OtelBridge.Export;

/// <summary>What became of the spans of one destination so far.</summary>
/// <param name="Name">Name of the destination: <c>collector</c> or <c>store</c>.</param>
/// <param name="Endpoint">Where it sends to, without user information or query.</param>
/// <param name="Sent">Spans that the server took.</param>
/// <param name="Queued">Spans that wait or are under way.</param>
/// <param name="Retried">Requests that were sent again.</param>
/// <param name="Dropped">Spans that were given up, by reason; reasons without a span are absent.</param>
/// <remarks><c>Sent + Queued + all Dropped</c> is the number of spans that ended while tracing ran, at every moment.</remarks>
public sealed record DestinationDelivery(
    string Name, string Endpoint, long Sent, long Queued, long Retried, IReadOnlyDictionary<DropReason, long> Dropped)
{
    /// <summary>Gets the number of spans that were given up, for whatever reason.</summary>
    public long TotalDropped => Dropped.Values.Sum();

    /// <summary>Writes for example <c>store http://localhost:4317/: 20 sent, 0 queued, 1 retried, 5 dropped (Unreachable 5)</c>.</summary>
    public override string ToString()
    {
        var reasons = string.Join(", ", Dropped.Where(d => d.Value > 0).OrderBy(d => d.Key).Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Key} {d.Value}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Name} {Endpoint}: {Sent} sent, {Queued} queued, {Retried} retried, {TotalDropped} dropped{(reasons.Length > 0 ? $" ({reasons})" : string.Empty)}");
    }
}
