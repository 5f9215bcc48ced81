using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Export.Wires;

/// <summary>OTLP over gRPC, to any receiver.</summary>
internal sealed class GrpcSpanWire(UnaryGrpcClient client, IDisposable handler) : ISpanWire
{
    public async Task<ExportTracePartialSuccess?> SendAsync(Parcel parcel, CancellationToken abort) =>
        await SendAsync(parcel, [], abort).ConfigureAwait(false);

    /// <summary>The same with metadata of this request.</summary>
    public async Task<ExportTracePartialSuccess?> SendAsync(Parcel parcel, IReadOnlyList<KeyValuePair<string, string>> metadata, CancellationToken abort)
    {
        try
        {
            return (await client.CallAsync(TraceServiceMethods.Export, parcel.Frame, metadata, abort).ConfigureAwait(false)).PartialSuccess;
        }
        catch (GrpcException e)
        {
            throw GrpcFailure.Of(e, client.Address);
        }
    }

    public void Dispose()
    {
        client.Dispose();
        handler.Dispose();
    }
}
