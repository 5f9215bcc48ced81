using System.Globalization;
using OtelBridge.Export;
using OtelBridge.Probing;

namespace OtelBridge.Doctor;

/// <summary>What the ledger tells of the spans so far.</summary>
internal static class DeliveryDiagnosis
{
    public static IEnumerable<Finding> Of(IReadOnlyList<DestinationDelivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            if (delivery.IsFailing)
            {
                yield return TracingFaults.OutOfOrder.At(delivery.Name, $"requests fail one after the other, so only single ones are made, to try: {delivery.LastFailure}", "Mend what the checks of this destination name; the event source OtelBridge tells each failure.");
            }

            if (delivery.TotalDropped > 0)
            {
                var reasons = string.Join(", ", delivery.Dropped.OrderByDescending(static d => d.Value).Select(static d => string.Create(CultureInfo.InvariantCulture, $"{d.Key} {d.Value}")));
                yield return TracingFaults.SpansDropped.At(
                    delivery.Name,
                    string.Create(CultureInfo.InvariantCulture, $"{delivery.TotalDropped} spans were dropped ({reasons}), {delivery.Sent} sent"),
                    Remedy(delivery.Dropped.MaxBy(static d => d.Value).Key));
            }
        }
    }

    private static string Remedy(DropReason reason) => reason switch
    {
        DropReason.QueueFull => "Raise MaxQueueSpans and MaxQueueBytes, sample, or make the destination faster.",
        DropReason.TooLarge => "Lower MaxContentBytes or MaxValueLength, or raise what the receiver takes.",
        DropReason.Rejected => "The receiver refuses the spans: the event source OtelBridge tells why.",
        DropReason.Unreachable => "Bring the destination back; with a SpoolPath spans wait for it on disk.",
        DropReason.Shutdown => "Dispose tracing at the end of the program, raise ShutdownTimeout, or set a SpoolPath.",
        DropReason.SpoolFull => "Raise MaxSpoolBytes, or bring the destination back.",
        DropReason.SpoolFailed => "Free space on the disk of the spool, and let the program write there.",
        DropReason.SpoolExpired => "Bring the destination back sooner, or raise MaxSpoolAge.",
        _ => "Correct address, credentials or certificate: repeating does not help. The event source OtelBridge tells why.",
    };
}
