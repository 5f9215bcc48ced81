using System.Globalization;

namespace OtelBridge.Export;

/// <summary>What one destination did during a flush.</summary>
/// <param name="Name">Name of the destination: <c>collector</c>, <c>store</c>, or the one given to it.</param>
/// <param name="Sent">Spans that the server took during the flush.</param>
/// <param name="Dropped">Spans that were given up during the flush.</param>
/// <param name="Left">Spans that had ended before the flush and still wait or are under way after it.</param>
public sealed record DestinationFlush(string Name, long Sent, long Dropped, long Left)
{
    /// <summary>Gets how many spans lie on disk after the flush and wait for the destination, from whenever.</summary>
    public long Spooled { get; init; }

    /// <summary>Gets why spans were given up during the flush; reasons without a span are absent.</summary>
    public IReadOnlyDictionary<DropReason, long> Reasons { get; init; } = new Dictionary<DropReason, long>();

    /// <summary>Whether all numbers are the same.</summary>
    public bool Equals(DestinationFlush? other) =>
        other is not null
        && (Name, Sent, Dropped, Left, Spooled) == (other.Name, other.Sent, other.Dropped, other.Left, other.Spooled)
        && Reasons.OrderBy(static r => r.Key).SequenceEqual(other.Reasons.OrderBy(static r => r.Key));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Sent, Dropped, Left, Spooled);

    /// <summary>Writes for example <c>store: 20 sent, 0 dropped, 3 left</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Sent} sent, {Dropped} dropped{Why()}, {(Spooled > 0 ? $"{Spooled} spooled, " : string.Empty)}{Left} left");

    private string Why() => Reasons.Count == 0 ? string.Empty : $" ({string.Join(", ", Reasons.OrderBy(static r => r.Key).Select(static r => string.Create(CultureInfo.InvariantCulture, $"{r.Key} {r.Value}")))})";
}
