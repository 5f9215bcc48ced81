using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Transfer;

/// <summary>One trace of a file.</summary>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Info">Its record; null where the file holds only spans.</param>
/// <param name="ExperimentName">Name of its experiment, where the file says it.</param>
/// <param name="Spans">Its spans.</param>
internal sealed record TraceEntry(long Line, TraceInfo? Info, string? ExperimentName, ExportTraceServiceRequest Spans);
