using System.Diagnostics;
using OpenTelemetry.Resources;
using OtelBridge.Diagnostics;
using OtelBridge.Grpc;

using OtelBridge.Configuration;

namespace OtelBridge.Export;

/// <summary>Sends spans to the tracking server: OTLP, written by our own mapper, for the experiment of each trace; over gRPC to a store, over HTTP to an MLflow server.</summary>
internal sealed class StoreSender : ISpanSender
{
    private const string DefaultExperiment = "0";

    private readonly Lazy<ISpanWire> _wire;
    private readonly ExperimentHeader _experiment;
    private readonly StoreSettings _settings;
    private readonly DeliverySettings _delivery;
    private readonly TimeProvider _time;
    private readonly Lazy<byte[]> _resource;

    // At most MaxInFlight; a sender of a failed call is not put back, since the connection may still read its buffer.
    private readonly Stack<OtlpRequestWriter> _writers = new();

    private volatile bool _refusesRecords;

    public StoreSender(StoreSettings settings, DeliverySettings delivery, Func<Resource> resource, TimeProvider time)
    {
        _settings = settings;
        _delivery = delivery;
        _time = time;
        // A certificate that cannot be read fails each request, and not the start of the program.
        _wire = new Lazy<ISpanWire>(() => settings.Rest is { } rest
            ? new HttpSpanWire(settings.Address, rest, delivery.SendTimeout, time)
            : new GrpcSpanWire(settings.Address, delivery.SendTimeout));
        _experiment = new ExperimentHeader(settings, () => _wire.Value.Questions);
        // The provider, and with it the resource, is complete only after this sender was made.
        _resource = new Lazy<byte[]>(() => OtlpRequestWriter.Serialise(resource()));
    }

    public string Name => DestinationNames.Store;

    public string Endpoint => Redaction.Endpoint(_settings.Address);

    public int MaxInFlight => 2;

    public async Task<SendOutcome> SendAsync(ArraySegment<Activity> batch, CancellationToken stopping, CancellationToken abort)
    {
        var outcome = new SendOutcome();
        foreach (var (destination, spans) in ExperimentOrder.Split(batch))
        {
            await SendAsync(spans, destination, outcome, stopping, abort).ConfigureAwait(false);
        }

        return outcome;
    }

    public void Dispose()
    {
        _experiment.Dispose();
        if (_wire.IsValueCreated)
        {
            _wire.Value.Dispose();
        }
    }

    /// <summary>The id of an experiment, as far as it is known.</summary>
    public string? ExperimentIdOf(MlflowDestination? destination) => _experiment.KnownId(destination);

    private async Task SendAsync(
        ArraySegment<Activity> batch, MlflowDestination? destination, SendOutcome outcome, CancellationToken stopping, CancellationToken abort)
    {
        ScopeOrder.Group(batch);
        var writer = Rent();
        var next = 0;
        while (next < batch.Count)
        {
            var start = next;
            next = writer.Write(batch, start);
            outcome.Drop(DropReason.TooLarge, writer.TooLarge);
            if (writer.Count == 0)
            {
                continue;
            }

            if (await TrySendAsync(writer, destination, outcome, stopping, abort).ConfigureAwait(false))
            {
                await TellAsync(batch[start..next], destination, abort).ConfigureAwait(false);
            }
            else
            {
                writer = Rent();
            }
        }

        Return(writer);
    }

    /// <summary>Sends one request, again where that can help; false when the last attempt failed.</summary>
    private async Task<bool> TrySendAsync(
        OtlpRequestWriter request, MlflowDestination? destination, SendOutcome outcome, CancellationToken stopping, CancellationToken abort)
    {
        var schedule = new RetrySchedule(_delivery.RetryTimeout, _time);
        while (true)
        {
            try
            {
                var metadata = await _experiment.GetAsync(destination, abort).ConfigureAwait(false);
                Count(await _wire.Value.SendAsync(request.Frame, metadata, abort).ConfigureAwait(false), request.Count, outcome);
                return true;
            }
            catch (GrpcException e) when (RetrySchedule.IsRetryable(e))
            {
                if (stopping.IsCancellationRequested || !schedule.TryNext(out var delay))
                {
                    BridgeEventSource.Log.SendFailed(Name, e);
                    outcome.Drop(DropReason.Unreachable, request.Count);
                    return false;
                }

                outcome.Retried++;
                BridgeEventSource.Log.SendRetried(Name, e.Status.ToString(), (long)delay.TotalMilliseconds);
                await WaitAsync(delay, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                outcome.Drop(DropReason.Shutdown, request.Count);
                return false;
            }
            catch (Exception e)
            {
                BridgeEventSource.Log.SendFailed(Name, e);
                outcome.Drop(DropReason.Failed, request.Count);
                return false;
            }
        }
    }

    /// <summary>Tells the server of the traces whose roots were sent, if it wants that. Its refusal costs no span.</summary>
    private async Task TellAsync(ArraySegment<Activity> sent, MlflowDestination? destination, CancellationToken abort)
    {
        foreach (var root in _wire.Value.WantsRecords && !_refusesRecords ? sent.Where(RootRecord.Is) : [])
        {
            try
            {
                var record = RootRecord.Of(root, ExperimentIdOf(destination) ?? DefaultExperiment);
                await _wire.Value.Questions.StartTraceAsync(record, abort).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                BridgeEventSource.Log.SendFailed(Name, e);
                // A receiver of spans that is no MLflow server; it need not be asked for every trace.
                _refusesRecords = e is MlflowException { ErrorCode: MlflowErrorCode.EndpointNotFound or MlflowErrorCode.BadRequest };
                return;
            }
        }
    }

    private void Count(Otlp.ExportTracePartialSuccess? partial, int sent, SendOutcome outcome)
    {
        var rejected = Math.Clamp(partial?.RejectedSpans ?? 0, 0, sent);
        outcome.Sent += sent - rejected;
        if (rejected > 0)
        {
            outcome.Drop(DropReason.Rejected, rejected);
            BridgeEventSource.Log.SpansRejected(Name, rejected, partial?.ErrorMessage ?? string.Empty);
        }
    }

    // When the program ends, the wait ends too, and one attempt is left.
    private async Task WaitAsync(TimeSpan delay, CancellationToken stopping) =>
        await Task.Delay(delay, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private OtlpRequestWriter Rent()
    {
        lock (_writers)
        {
            return _writers.TryPop(out var writer) ? writer : new OtlpRequestWriter(_resource.Value, _delivery.MaxRequestBytes, _settings.Rest is null ? AttributeForm.Text : AttributeForm.Native);
        }
    }

    private void Return(OtlpRequestWriter writer)
    {
        lock (_writers)
        {
            _writers.Push(writer);
        }
    }
}
