namespace OtelBridge.Export.Spool;

/// <summary>How reading a parcel from disk went.</summary>
internal enum ParcelReading
{
    Read,

    /// <summary>It is not what was written, or not there any more.</summary>
    Damaged,

    /// <summary>A newer program wrote it, in a form that is not known here.</summary>
    Newer,

    /// <summary>The file cannot be read now: rights, a disk that fails, too many open files.</summary>
    NotNow,
}
