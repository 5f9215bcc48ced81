using OtelBridge.Otlp;

namespace OtelBridge.Store.Quotas;

/// <summary>Is asked before the spans of a request are stored.</summary>
public interface IIntakeQuota
{
    /// <summary>Gets how large each span of the request may be; null where nothing is said.</summary>
    SpanLimits? Limits { get; }

    /// <summary>Takes a request from what its sender, and all senders of its workspace, may store.</summary>
    /// <exception cref="QuotaExceededException">It is more than that. Nothing was taken.</exception>
    QuotaShare Take(ExportTraceServiceRequest request);

    /// <summary>Gives back what was taken for a request of which nothing was stored.</summary>
    void GiveBack(QuotaShare share);

    /// <summary>Counts spans that were refused for <see cref="Limits"/>.</summary>
    void CountTooLarge(long spans);
}
