using System.Globalization;

namespace OtelBridge.Export;

/// <summary>What one destination did during a flush.</summary>
/// <param name="Name">Name of the destination: <c>collector</c> or <c>store</c>.</param>
/// <param name="Sent">Spans that the server took during the flush.</param>
/// <param name="Dropped">Spans that were given up during the flush.</param>
/// <param name="Left">Spans that had ended before the flush and are neither sent nor dropped after it.</param>
public sealed record DestinationFlush(string Name, long Sent, long Dropped, long Left)
{
    /// <summary>Writes for example <c>store: 20 sent, 0 dropped, 3 left</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Sent} sent, {Dropped} dropped, {Left} left");
}
