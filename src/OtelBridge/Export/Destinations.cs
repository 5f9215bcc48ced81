using OpenTelemetry.Resources;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.Export.Filtering;
using OtelBridge.Export.Forms;
using OtelBridge.Export.Spool;
using OtelBridge.Export.Wires;

namespace OtelBridge.Export;

/// <summary>Makes destinations of their settings.</summary>
internal static class Destinations
{
    /// <summary>A destination, which starts nothing before its first span but the replay of what waits on disk.</summary>
    /// <param name="settings">What was decided.</param>
    /// <param name="resource">The resource of the provider, asked for when the first request is written.</param>
    /// <param name="time">The clock.</param>
    public static Destination Create(DestinationSettings settings, Func<Resource> resource, TimeProvider time)
    {
        var metrics = new DeliveryMetrics(settings.Name);
        var ledger = new DeliveryLedger(metrics);
        var spool = settings.Spool is { } place ? new ParcelSpool(place, settings.Name, settings.Store?.Experiment, time) { Added = ledger.Spool } : null;
        var courier = new Courier(settings, () => SpanWires.Create(settings, time), spool, metrics, time);
        return new Destination(
            new OtlpSender(settings, courier, SpanForms.Of(settings), resource),
            settings.Delivery,
            time,
            ledger,
            spool is null ? null : new SpoolReplay(settings, spool, courier, ledger, time))
        {
            Filter = SpanFilter.Of(settings.Filter),
            Sampling = settings.Sampling,
            Health = courier.Circuit,
            KnownExperimentId = settings.IsTracking ? courier.KnownExperimentId : null,
        };
    }
}
