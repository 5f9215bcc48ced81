using OpenTelemetry.Exporter;
using OtelBridge.Client.Transport;
using OtelBridge.Client.Transport.Grpc;
using OtelBridge.Configuration;
using OtelBridge.Grpc;

namespace OtelBridge.Export.Wires;

/// <summary>Makes the wire of a destination.</summary>
internal static class SpanWires
{
    /// <exception cref="MlflowException">A certificate cannot be read.</exception>
    public static ISpanWire Create(DestinationSettings settings, TimeProvider time) => settings switch
    {
        { Collector: { Protocol: OtlpExportProtocol.Grpc } collector } => Grpc(collector),
        { Collector: { } collector } => new HttpSpanWire(collector.Endpoint, GrpcHandlers.Create(collector.Tls, usesProxy: true), new HttpWireOptions
        {
            Timeout = collector.Timeout,
            Gzip = collector.Compression == OtlpExportCompression.GZip,
            Headers = [.. collector.HeaderPairs()],
        }),
        { Kind: ExportDestinationKind.Mlflow, Store: { } store } => new MlflowSpanWire(settings.Name, store, settings.Delivery.SendTimeout, time),
        { Store: { } store } => Store(store, settings.Delivery.SendTimeout),
        { Kind: ExportDestinationKind.File, Path: { } path } => new FileSpanWire(path, time),
        _ => ConsoleSpanWire.Of(settings.Path),
    };

    private static GrpcSpanWire Grpc(CollectorSettings collector)
    {
        var handler = GrpcHandlers.Create(collector.Tls);
        var options = new UnaryGrpcClientOptions { Timeout = collector.Timeout, Gzip = collector.Compression == OtlpExportCompression.GZip, Handler = handler };
        foreach (var (key, value) in collector.HeaderPairs())
        {
            options.Metadata[key] = value;
        }

        return new GrpcSpanWire(new UnaryGrpcClient(collector.Endpoint, options), handler);
    }

    private static StoreSpanWire Store(StoreSettings store, TimeSpan timeout)
    {
        var handler = GrpcHandlers.Create(store.Tls);
        var options = new UnaryGrpcClientOptions { Timeout = timeout, Handler = handler };
        foreach (var (key, value) in CallerHeaders.Of(store.Caller))
        {
            options.Metadata[key] = value;
        }

        return new StoreSpanWire(store, new UnaryGrpcClient(store.Address, options), handler);
    }
}
