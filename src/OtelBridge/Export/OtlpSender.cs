using System.Diagnostics;
using OpenTelemetry.Resources;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.Export.Forms;
using OtelBridge.Export.Writing;

namespace OtelBridge.Export;

/// <summary>Makes parcels of spans, in the form that its destination wants, and has them delivered.</summary>
/// <remarks>One for every destination, whatever its wire: OTLP is what all of them start from.</remarks>
internal sealed class OtlpSender : ISpanSender
{
    private readonly Courier _courier;
    private readonly SpanForm _form;
    private readonly DeliverySettings _delivery;
    private readonly Lazy<byte[]> _resource;
    private readonly bool _splitsExperiments;

    // At most MaxInFlight; a writer of a failed call is not put back, since the connection may still read its buffer.
    private readonly Stack<OtlpRequestWriter> _writers = new();

    public OtlpSender(DestinationSettings settings, Courier courier, SpanForm form, Func<Resource> resource)
    {
        _courier = courier;
        _form = form;
        _delivery = settings.Delivery;
        _splitsExperiments = settings.IsTracking;
        Name = settings.Name;
        Endpoint = settings.Endpoint;
        // The provider, and with it the resource, is complete only after this sender was made.
        _resource = new Lazy<byte[]>(() => OtlpRequestWriter.Serialise(resource()));
    }

    public string Name { get; }

    public string Endpoint { get; }

    public int MaxInFlight => 2;

    public async Task<SendOutcome> SendAsync(ArraySegment<Activity> batch, CancellationToken stopping, CancellationToken abort)
    {
        var outcome = new SendOutcome();
        try
        {
            foreach (var (experiment, spans) in _splitsExperiments ? ExperimentOrder.Split(batch) : [(null, batch)])
            {
                await SendAsync(spans, experiment, outcome, stopping, abort).ConfigureAwait(false);
            }
        }
        catch (Exception e)
        {
            // What was sent or put on disk before it stays counted as that.
            BridgeEventSource.Log.SendFailed(Name, e);
            outcome.DropRest(batch.Count, DropReason.Failed);
        }

        return outcome;
    }

    public void Dispose() => _courier.Dispose();

    private async Task SendAsync(
        ArraySegment<Activity> batch, MlflowDestination? experiment, SendOutcome outcome, CancellationToken stopping, CancellationToken abort)
    {
        ScopeOrder.Group(batch);
        var writer = Rent();
        for (var next = 0; next < batch.Count;)
        {
            next = writer.Write(batch, next);
            outcome.Drop(DropReason.TooLarge, writer.TooLarge);
            outcome.Drop(DropReason.Failed, writer.Unwritable);
            if (writer.Count > 0)
            {
                var parcel = new Parcel(writer.Frame, writer.Count, experiment, writer.Records);
                if (!await _courier.DeliverAsync(parcel, outcome, stopping, abort).ConfigureAwait(false))
                {
                    writer = Rent();
                }
            }
        }

        Return(writer);
    }

    private OtlpRequestWriter Rent()
    {
        lock (_writers)
        {
            return _writers.TryPop(out var writer) ? writer : new OtlpRequestWriter(_resource.Value, _delivery.MaxRequestBytes, _form);
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
