namespace OtelBridge.Export;

/// <summary>Why a span was not delivered.</summary>
public enum DropReason
{
    /// <summary>The destination's queue was full when the span ended.</summary>
    QueueFull,

    /// <summary>The span alone exceeds the largest request, also when trimmed, or more than the receiver takes.</summary>
    TooLarge,

    /// <summary>The receiver answered and refused the span.</summary>
    Rejected,

    /// <summary>The receiver could not be reached, did not answer, or asked to wait, until the time for retries was over.</summary>
    Unreachable,

    /// <summary>The receiver refused the request, or the exporter failed, in a way that repeating does not mend: a wrong address, credentials, a certificate.</summary>
    Failed,

    /// <summary>The program ended, or tracing was stopped, before the span could be sent.</summary>
    Shutdown,

    /// <summary>The spool on disk held all it may hold.</summary>
    SpoolFull,

    /// <summary>The spool on disk could not be written or read: a full or read-only disk, a damaged file.</summary>
    SpoolFailed,

    /// <summary>The span waited on disk for longer than it may.</summary>
    SpoolExpired,
}
