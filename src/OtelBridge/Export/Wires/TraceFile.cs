using OtelBridge.Entities;

namespace OtelBridge.Export.Wires;

/// <summary>Where the file with the spans of one trace lies on an MLflow server.</summary>
/// <param name="TraceId">The server's id of the trace.</param>
/// <param name="Location">The folder.</param>
internal sealed record TraceFile(string TraceId, string Location)
{
    /// <summary>Whether there was no such trace before.</summary>
    public bool IsNew { get; init; }

    /// <summary>Whether the end of the trace is said by a request of its own.</summary>
    public bool EndsApart { get; init; }

    /// <exception cref="MlflowException">The server keeps no file for it.</exception>
    public static TraceFile Of(TraceInfo info) => info.SpansFile is { } location
        ? new TraceFile(info.TraceId, location)
        : throw new MlflowException($"The server takes no spans over OTLP, and has no place for the file of trace {info.TraceId} either.", MlflowErrorCode.InvalidParameterValue);
}
