using OtelBridge.Client.Transport;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Export;

/// <summary>How one request with spans reaches the tracking server.</summary>
internal interface ISpanWire : IDisposable
{
    /// <summary>Gets the same server for questions.</summary>
    ITrackingTransport Questions { get; }

    /// <summary>Gets whether the server wants to be told of each trace as a whole after its root span: see <see cref="RootRecord"/>.</summary>
    bool WantsRecords { get; }

    /// <summary>Sends one request.</summary>
    /// <param name="frame">Room for gRPC's header, then the bytes of <c>ExportTraceServiceRequest</c>. It belongs to the call until the task ends.</param>
    /// <param name="headers">Headers of this request.</param>
    /// <param name="abort">Ends the call.</param>
    /// <returns>What the server refused of it; null when nothing.</returns>
    /// <exception cref="GrpcException">The request failed; <see cref="RetrySchedule.IsRetryable"/> says whether another attempt may help.</exception>
    Task<ExportTracePartialSuccess?> SendAsync(Memory<byte> frame, IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken abort);
}
