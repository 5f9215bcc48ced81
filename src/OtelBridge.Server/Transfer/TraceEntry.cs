using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Transfer;

/// <summary>One trace of a file.</summary>
/// <param name="Spans">Its spans.</param>
internal sealed record TraceEntry(ExportTraceServiceRequest Spans)
{
    /// <summary>Gets everything that is known of the trace; null where the file does not say so much.</summary>
    public TraceInfo? Info { get; init; }

    /// <summary>Gets the name of its experiment, where the file says it.</summary>
    public string? ExperimentName { get; init; }

    /// <summary>Gets whether the file is MLflow's; the experiment that it names is another server's.</summary>
    public bool IsMlflow { get; init; }

    /// <summary>Gets what a client of MLflow said of the trace; null where the file is not MLflow's, or holds only spans.</summary>
    public TraceRecord? MlflowRecord { get; init; }
}
