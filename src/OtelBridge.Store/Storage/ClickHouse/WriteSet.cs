namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Tells sets of writes to one trace apart: how many they are, and the sum of their ids, whose low bits are random.</summary>
internal readonly record struct WriteSet(long Count, ulong Sum)
{
    public static WriteSet Of(IReadOnlyCollection<RecordInput> writes) => new(writes.Count, writes.Aggregate(0UL, static (sum, write) => unchecked(sum + write.WriteId)));

    public static WriteSet operator +(WriteSet left, WriteSet right) => new(left.Count + right.Count, unchecked(left.Sum + right.Sum));
}
