using OtelBridge.Configuration;

namespace OtelBridge.Export.Spool;

/// <summary>Parcels of one destination that wait on disk. Thread-safe; bounded; what a crashed process left is taken over by another.</summary>
#pragma warning disable CA1822
internal sealed class ParcelSpool : IDisposable
{
    public ParcelSpool(SpoolSettings settings, string destination, TimeProvider time)
    {
        _ = (settings, destination, time);
    }

    /// <summary>Gets how many bytes lie on disk for this process.</summary>
    public long Bytes => 0;

    /// <summary>Puts a parcel on disk; null when it is there, else why not. The parcel's bytes are free when this returns.</summary>
    public DropReason? TryAdd(Parcel parcel) => DropReason.SpoolFailed;

    /// <summary>The oldest parcel, or the first one younger than a given one; it stays on disk until it is removed. Null when there is none.</summary>
    public SpooledParcel? Next(SpooledParcel? after = null) => null;

    /// <summary>Removes a parcel that was delivered or given up.</summary>
    public void Remove(SpooledParcel parcel)
    {
    }

    /// <summary>Takes over what processes that are gone left for the same destination; returns how many spans that is, all readable through <see cref="Next"/> then.</summary>
    public long Adopt() => 0;

    public void Dispose()
    {
    }
}
