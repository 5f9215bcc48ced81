using OtelBridge.Client.Transport;
using OtelBridge.Client.Transport.Grpc;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Export;

/// <summary>OTLP over gRPC, to an OtelBridge store or any other receiver.</summary>
internal sealed class GrpcSpanWire : ISpanWire
{
    private readonly UnaryGrpcClient _client;

    public GrpcSpanWire(Uri address, TimeSpan timeout)
    {
        _client = new UnaryGrpcClient(address, new UnaryGrpcClientOptions { Timeout = timeout });
        Questions = new GrpcTransport(_client);
    }

    public ITrackingTransport Questions { get; }

    public bool WantsRecords => false;

    public async Task<ExportTracePartialSuccess?> SendAsync(Memory<byte> frame, IReadOnlyList<KeyValuePair<string, string>> headers, CancellationToken abort) =>
        (await _client.CallAsync(TraceServiceMethods.Export, frame, headers, abort).ConfigureAwait(false)).PartialSuccess;

    public void Dispose() => Questions.Dispose();
}
