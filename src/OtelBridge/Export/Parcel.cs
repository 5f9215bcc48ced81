using OtelBridge.Entities;

namespace OtelBridge.Export;

/// <summary>One request on its way to a destination, in that destination's own form.</summary>
/// <param name="Frame">Room for gRPC's header, then the bytes of <c>ExportTraceServiceRequest</c>. It belongs to the receiver of the parcel until its task ends.</param>
/// <param name="Spans">How many spans are in it.</param>
/// <param name="Experiment">Which experiment its traces belong to; null for the one of the destination.</param>
/// <param name="Records">What an MLflow server is to be told of the traces whose root spans are in it. Their experiment is not filled in.</param>
internal sealed record Parcel(Memory<byte> Frame, int Spans, MlflowDestination? Experiment, IReadOnlyList<TraceInfo> Records);
