using OtelBridge.Client.Transport.Grpc;
using OtelBridge.Configuration;
using OtelBridge.Grpc;
using OtelBridge.Otlp;

namespace OtelBridge.Export.Wires;

/// <summary>OTLP over gRPC to an OtelBridge store, which is told the experiment of each request.</summary>
internal sealed class StoreSpanWire : ISpanWire, IExperimentSource
{
    private readonly GrpcSpanWire _wire;
    private readonly ExperimentHeader _experiment;

    public StoreSpanWire(StoreSettings settings, UnaryGrpcClient client, IDisposable handler)
    {
        _wire = new GrpcSpanWire(client, handler);
        var questions = new GrpcTransport(client);
        _experiment = new ExperimentHeader(settings, () => questions);
    }

    public async Task<ExportTracePartialSuccess?> SendAsync(Parcel parcel, CancellationToken abort) =>
        await _wire.SendAsync(parcel, await _experiment.GetAsync(parcel.Experiment, abort).ConfigureAwait(false), abort).ConfigureAwait(false);

    public string? KnownExperimentId(MlflowDestination? destination) => _experiment.KnownId(destination);

    public void Dispose()
    {
        _experiment.Dispose();
        _wire.Dispose();
    }
}
