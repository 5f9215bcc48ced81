using OtelBridge.Otlp;

namespace OtelBridge.Export.Wires;

/// <summary>How far a parcel came that takes several requests, so that the next attempt goes on from there.</summary>
internal sealed class ParcelProgress
{
    /// <summary>Gets or sets what of the parcel the server took; null while its spans are to be sent.</summary>
    public Parcel? Taken { get; set; }

    /// <summary>Gets or sets the ids of the traces whose own root is in it, and not only the root of this process's part.</summary>
    public IReadOnlySet<string> Whole { get; set; } = new HashSet<string>();

    /// <summary>Gets or sets how many traces are done.</summary>
    public int Traces { get; set; }

    /// <summary>Gets or sets how often the server failed at the trace that is next.</summary>
    public int Failures { get; set; }

    public long Rejected { get; private set; }

    public string Reason { get; private set; } = string.Empty;

    public void Reject(long spans, string reason)
    {
        Rejected += spans;
        Reason = reason.Length <= 500 ? reason : reason[..500] + "…";
    }

    public ExportTracePartialSuccess? ToAnswer() => Rejected == 0 ? null : new ExportTracePartialSuccess { RejectedSpans = Rejected, ErrorMessage = Reason };
}
