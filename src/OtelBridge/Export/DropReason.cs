namespace OtelBridge.Export;

/// <summary>Why a span was not delivered.</summary>
public enum DropReason
{
    /// <summary>The destination's queue was full when the span ended.</summary>
    QueueFull,

    /// <summary>The span alone exceeds the largest request, also when trimmed.</summary>
    TooLarge,

    /// <summary>The server took the request and refused the span.</summary>
    Rejected,

    /// <summary>The server could not be reached, or did not answer, until the retries were used up.</summary>
    Unreachable,

    /// <summary>The server refused the request, or the exporter failed, in a way that repeating does not mend.</summary>
    Failed,

    /// <summary>The program ended, or tracing was stopped, before the span could be sent.</summary>
    Shutdown,
}
