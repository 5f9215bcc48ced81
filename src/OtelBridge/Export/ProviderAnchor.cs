using System.Diagnostics;
using OpenTelemetry;

namespace OtelBridge.Export;

/// <summary>Ties an exporter to the provider whose resource it puts on its spans; the spans themselves reach it through its destination's queue.</summary>
/// <remarks>An exporter learns its provider only from a processor that owns it, so it is given one that exports nothing.</remarks>
internal sealed class ProviderAnchor(BaseExporter<Activity> exporter) : BaseExportProcessor<Activity>(exporter)
{
    protected override void OnExport(Activity data)
    {
        // By the routing exporter, not here.
    }

    protected override bool OnForceFlush(int timeoutMilliseconds) => true;

    protected override bool OnShutdown(int timeoutMilliseconds) => true;
}
