using OtelBridge.Diagnostics;

namespace OtelBridge.Export.Spool;

/// <summary>Tells of a spool that cannot be used, at most twice a minute, and of files that are left where they are.</summary>
internal sealed class SpoolReporter(string destination, string root, TimeProvider time)
{
    private const int UnixNoSpace = 28;
    private const int UnixQuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private long? _last;

    /// <summary>The disk does not do what is asked of it.</summary>
    public void Failed(Exception failure)
    {
        if (_last is { } last && time.GetElapsedTime(last) < Interval)
        {
            return;
        }

        _last = time.GetTimestamp();
        BridgeEventSource.Log.SpoolUnusable(destination, root, failure.Message, Remedy(failure));
    }

    public void Left(string folder, int files) => BridgeEventSource.Log.SpoolFilesLeft(
        destination, folder, files, "they are not parcels, or a newer program wrote them");

    public void Damaged(SpooledParcel parcel) => BridgeEventSource.Log.SpoolParcelDamaged(destination, parcel.Path, parcel.Spans);

    private static string Remedy(Exception failure) => failure switch
    {
        UnauthorizedAccessException => "Give the user of this process the right to write there, or name another folder by Delivery:SpoolPath.",
        { HResult: UnixNoSpace or UnixQuotaExceeded or WindowsDiskFull } => "Free space on that disk, or set Delivery:MaxSpoolBytes to what it can hold.",
        _ => "Name a folder by Delivery:SpoolPath that this process can write to.",
    };
}
