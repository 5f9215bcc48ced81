namespace OtelBridge.Export.Spool;

/// <summary>A parcel that lies on disk.</summary>
/// <param name="folder">Where it lies.</param>
/// <param name="name">Its file.</param>
/// <param name="bytes">What it counts as.</param>
/// <param name="rank">What it sorts by: its time, but never before one that was written earlier, also when the clock was set back.</param>
internal sealed class SpooledParcel(SpoolFolder folder, ParcelName name, long bytes, long rank) : IComparable<SpooledParcel>
{
    public SpoolFolder Folder => folder;

    public ParcelName Name => name;

    /// <summary>Gets how many spans are in it.</summary>
    public int Spans => name.Spans;

    /// <summary>Gets when it was put there.</summary>
    public DateTimeOffset Written => name.Written;

    public long Bytes => bytes;

    public long Rank => rank;

    // Made when it is wanted: a hundred thousand parcels may wait.
    public string Path => System.IO.Path.Combine(folder.Path, name.ToString());

    /// <summary>Oldest first; in the order of writing inside one folder.</summary>
    public int CompareTo(SpooledParcel? other) =>
        other is null ? 1
        : rank != other.Rank ? rank.CompareTo(other.Rank)
        : folder != other.Folder ? string.CompareOrdinal(folder.Id, other.Folder.Id)
        : name.CompareTo(other.Name);
}
