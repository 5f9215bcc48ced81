using OtelBridge.Attributes;
using OtelBridge.Client.Transport.Rest;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.Otlp;

namespace OtelBridge.Export.Wires;

/// <summary>To an MLflow server: spans as OTLP over HTTP with the experiment in a header, then a record of each trace whose root was among them.</summary>
internal sealed class MlflowSpanWire : ISpanWire, IExperimentSource
{
    private const string DefaultExperiment = "0";

    private readonly string _name;
    private readonly HttpSpanWire _spans;
    private readonly RestTransport _questions;
    private readonly ExperimentHeader _experiment;

    // An OtelBridge store reads all of a record from the span itself; known after the first answer.
    private volatile bool _wantsRecords;
    private volatile bool _refusesRecords;

    public MlflowSpanWire(string name, StoreSettings settings, TimeSpan timeout, TimeProvider time)
    {
        _name = name;
        var rest = settings.Rest ?? new RestSettings();
        _spans = new HttpSpanWire(new Uri(settings.Address, "v1/traces"), RestHandlers.Create(rest), new HttpWireOptions
        {
            Timeout = timeout,
            RetriesServerErrors = true,
            Headers = RestConnection.Authorization(rest) is { } authorization ? [new("Authorization", authorization.ToString())] : [],
            Answered = headers => _wantsRecords = !headers.Contains(MlflowKeys.ServerHeader),
        });
        // Whoever sends parcels repeats them, as long as its own time allows.
        _questions = new RestTransport(settings.Address, rest with { MaxRetries = 0, Timeout = timeout }, time);
        _experiment = new ExperimentHeader(settings, () => _questions);
    }

    public async Task<ExportTracePartialSuccess?> SendAsync(Parcel parcel, CancellationToken abort)
    {
        var headers = await _experiment.GetAsync(parcel.Experiment, abort).ConfigureAwait(false);
        // MLflow's server refuses spans without one.
        var partial = await _spans.SendAsync(parcel, headers.Length > 0 ? headers : [new(MlflowKeys.ExperimentHeader, DefaultExperiment)], abort).ConfigureAwait(false);
        await TellAsync(parcel, abort).ConfigureAwait(false);
        return partial;
    }

    public string? KnownExperimentId(MlflowDestination? destination) => _experiment.KnownId(destination);

    public void Dispose()
    {
        _experiment.Dispose();
        _spans.Dispose();
        _questions.Dispose();
    }

    /// <summary>Tells the server of the traces whose roots were sent, if it wants that. Its refusal costs no span.</summary>
    private async Task TellAsync(Parcel parcel, CancellationToken abort)
    {
        foreach (var record in _wantsRecords && !_refusesRecords ? parcel.Records : [])
        {
            try
            {
                await _questions.StartTraceAsync(record with { ExperimentId = KnownExperimentId(parcel.Experiment) ?? DefaultExperiment }, abort).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                BridgeEventSource.Log.SendFailed(_name, e);
                // A receiver of spans that is no MLflow server; it need not be asked for every trace.
                _refusesRecords = e is MlflowException { ErrorCode: MlflowErrorCode.EndpointNotFound or MlflowErrorCode.BadRequest };
                return;
            }
        }
    }
}
