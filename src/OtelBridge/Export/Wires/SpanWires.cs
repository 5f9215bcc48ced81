using System.Net;
using OpenTelemetry.Exporter;
using OtelBridge.Client.Transport;
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
        { Collector: { } collector } => new HttpSpanWire(collector.Endpoint, Handler(collector.Tls), new HttpWireOptions
        {
            Timeout = collector.Timeout,
            Gzip = collector.Compression == OtlpExportCompression.GZip,
            Headers = [.. collector.HeaderPairs()],
        }),
        { Kind: ExportDestinationKind.Mlflow, Store: { } store } => new MlflowSpanWire(settings.Name, store, settings.Delivery.SendTimeout, time),
        { Store: { } store } => Store(store, settings.Delivery.SendTimeout),
        { Kind: ExportDestinationKind.File, Path: { } path } => new FileSpanWire(path),
        _ => new ConsoleSpanWire(settings.Path == "stderr" ? Console.Error : Console.Out),
    };

    private static GrpcSpanWire Grpc(CollectorSettings collector)
    {
        var handler = Handler(collector.Tls);
        var options = new UnaryGrpcClientOptions { Timeout = collector.Timeout, Gzip = collector.Compression == OtlpExportCompression.GZip, Handler = handler };
        foreach (var (key, value) in collector.HeaderPairs())
        {
            options.Metadata[key] = value;
        }

        return new GrpcSpanWire(new UnaryGrpcClient(collector.Endpoint, options), handler);
    }

    private static StoreSpanWire Store(StoreSettings store, TimeSpan timeout)
    {
        var handler = Handler(store.Tls);
        return new StoreSpanWire(store, new UnaryGrpcClient(store.Address, new UnaryGrpcClientOptions { Timeout = timeout, Handler = handler }), handler);
    }

    private static SocketsHttpHandler Handler(TlsSettings tls)
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(60),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10), // names may come to mean other addresses
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null, // a call made for telemetry must not become telemetry
        };
        TlsOptions.Apply(handler.SslOptions, tls);
        return handler;
    }
}
