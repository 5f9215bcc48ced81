using System.Diagnostics;

namespace OtelBridge.Export;

/// <summary>Keeps spans in memory in place of the destinations: the test kit. Called inside the program's calls, by each exporter that a span passes.</summary>
internal interface ISpanCapture
{
    void Started(Activity span, RoutingExporter exporter);

    /// <summary>Takes an ended span as a destination would get it; false leaves it to the destinations.</summary>
    bool TryTake(Activity span, RoutingExporter exporter);

    /// <summary>The exporter is done with an ended span, whether or not it was one to be sent.</summary>
    void Settled(Activity span, RoutingExporter exporter);
}
