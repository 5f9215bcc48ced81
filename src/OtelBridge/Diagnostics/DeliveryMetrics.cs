using System.Diagnostics;
using System.Diagnostics.Metrics;
using OtelBridge.Export;

namespace OtelBridge.Diagnostics;

/// <summary>What one destination does, on the meter <c>OtelBridge</c>: for a program's own metrics, dotnet-counters, or an alarm.</summary>
/// <remarks>Names follow OpenTelemetry's rules for metrics; every instrument has the attribute <c>destination</c>. Costs next to nothing while nobody listens.</remarks>
internal sealed class DeliveryMetrics
{
    public const string MeterName = "OtelBridge";

    private const string Destination = "destination";
    private static readonly Meter Meter = new(MeterName, typeof(DeliveryMetrics).Assembly.GetName().Version?.ToString(3));

    private static readonly Counter<long> SentSpans =
        Meter.CreateCounter<long>("otelbridge.export.sent", "{span}", "Spans that the destination took.");

    private static readonly Counter<long> DroppedSpans =
        Meter.CreateCounter<long>("otelbridge.export.dropped", "{span}", "Spans that were given up, by reason.");

    private static readonly Counter<long> RetriedRequests =
        Meter.CreateCounter<long>("otelbridge.export.retried", "{request}", "Requests that were sent again.");

    private static readonly Histogram<double> RequestDuration =
        Meter.CreateHistogram<double>("otelbridge.export.duration", "s", "Time from a request to its answer, by outcome.");

    private readonly KeyValuePair<string, object?> _tag;
    private readonly TagList[] _dropped;

    static DeliveryMetrics()
    {
        Meter.CreateObservableUpDownCounter("otelbridge.export.spooled", static () => Measure(static d => d.Spooled), "{span}", "Spans that lie on disk and wait.");
        Meter.CreateObservableUpDownCounter("otelbridge.export.queue.spans", static () => Measure(static d => d.Queued), "{span}", "Spans that wait in memory or are under way.");
        Meter.CreateObservableUpDownCounter("otelbridge.export.queue.size", static () => Measure(static d => d.QueuedBytes), "By", "Bytes of the spans that wait in memory, by estimate.");
    }

    public DeliveryMetrics(string destination)
    {
        _tag = new(Destination, destination);
        _dropped = [.. Enum.GetNames<DropReason>().Select(reason => new TagList { _tag, new("reason", reason) })];
    }

    public void Sent(long spans)
    {
        if (spans > 0)
        {
            Add(SentSpans, spans, [_tag]);
        }
    }

    public void Retried(long requests)
    {
        if (requests > 0)
        {
            Add(RetriedRequests, requests, [_tag]);
        }
    }

    public void Dropped(DropReason reason, long spans)
    {
        if (spans > 0)
        {
            Add(DroppedSpans, spans, _dropped[(int)reason]);
        }
    }

    /// <summary>Counts one request.</summary>
    /// <param name="start">When it was sent, as a time stamp of <see cref="Stopwatch"/>.</param>
    /// <param name="failure">What it failed of; null when it was taken.</param>
    public void Answered(long start, SendFailure? failure)
    {
        try
        {
            if (RequestDuration.Enabled)
            {
                RequestDuration.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, _tag, new("outcome", failure?.ToString() ?? "Taken"));
            }
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(MeterName, e);
        }
    }

    // Who listens is the program's code: what it throws must not reach the ledger, which counts at the same time.
    private static void Add(Counter<long> counter, long number, in TagList tags)
    {
        try
        {
            counter.Add(number, tags);
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(MeterName, e);
        }
    }

    private static IEnumerable<Measurement<long>> Measure(Func<DestinationDelivery, long> number) =>
        RunningExporters.Delivery().Select(delivery => new Measurement<long>(number(delivery), new KeyValuePair<string, object?>(Destination, delivery.Name)));
}
