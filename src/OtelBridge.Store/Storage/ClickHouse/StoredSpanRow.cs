using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>A stored copy of a span.</summary>
/// <param name="Rank">Which of several copies counts: the greatest.</param>
/// <param name="Row">What the record of its trace follows from.</param>
internal readonly record struct StoredSpanRow(ulong Rank, SpanRow Row)
{
    private const int EndedBit = 63;

    /// <summary>Ranks a copy: one that has ended before one that has not, then the later arrival.</summary>
    public static StoredSpanRow Of(SpanRow row, ulong arrival) => new((row.EndUnixNano is null ? 0UL : 1UL << EndedBit) | arrival, row);
}
