using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OtelBridge.Diagnostics;

using OtelBridge.Configuration;

namespace OtelBridge.Export;

/// <summary>Sends spans to a collector through the official OTLP exporter, which honours every standard variable.</summary>
/// <remarks>
/// The exporter says of a batch only whether it was taken, and repeats nothing unless <c>OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY</c> asks it to; so a batch
/// that fails is counted as dropped, and the next one is tried anew.
/// </remarks>
internal sealed class CollectorSender : ISpanSender
{
    private readonly int _maxRequestBytes;
    private readonly TimeSpan _shutdownTimeout;

    public CollectorSender(CollectorSettings settings, DeliverySettings delivery)
    {
        _maxRequestBytes = delivery.MaxRequestBytes;
        _shutdownTimeout = delivery.ShutdownTimeout;
        Endpoint = Redaction.Endpoint(settings.Endpoint);
        Exporter = TryCreate(settings);
    }

    /// <summary>Gets the exporter; null when it cannot be made, for example because a certificate cannot be read. Every span is then counted as <see cref="DropReason.Failed"/>.</summary>
    public OtlpTraceExporter? Exporter { get; }

    public string Name => DestinationNames.Collector;

    public string Endpoint { get; }

    public int MaxInFlight => 1;

    public Task<SendOutcome> SendAsync(ArraySegment<Activity> batch, CancellationToken stopping, CancellationToken abort)
    {
        var outcome = new SendOutcome();
        if (Exporter is not { } exporter)
        {
            outcome.DropRest(batch.Count, DropReason.Failed);
            return Task.FromResult(outcome);
        }

        for (var next = 0; next < batch.Count;)
        {
            if (abort.IsCancellationRequested)
            {
                outcome.DropRest(batch.Count, DropReason.Shutdown);
                break;
            }

            next = SendSome(exporter, batch, next, outcome);
        }

        return Task.FromResult(outcome);
    }

    public void Dispose()
    {
        Exporter?.Shutdown((int)_shutdownTimeout.TotalMilliseconds);
        Exporter?.Dispose();
    }

    private static OtlpTraceExporter? TryCreate(CollectorSettings settings)
    {
        try
        {
            return new OtlpTraceExporter(settings.ToExporterOptions());
        }
        catch (Exception e)
        {
            // The other destinations go on.
            BridgeEventSource.Log.SendFailed(DestinationNames.Collector, e);
            return null;
        }
    }

    /// <summary>Sends as many spans as fit one request; returns the index of the first that was not dealt with.</summary>
    private int SendSome(OtlpTraceExporter exporter, ArraySegment<Activity> batch, int start, SendOutcome outcome)
    {
        var bytes = 0L;
        var end = start;
        while (end < batch.Count)
        {
            var size = SpanSize.Measure(batch[end]);
            var refused = HasNullKey(batch[end]) ? DropReason.Failed : size > _maxRequestBytes ? DropReason.TooLarge : (DropReason?)null;
            if (refused is { } reason && end == start)
            {
                outcome.Drop(reason, 1);
                return start + 1;
            }

            if (refused is not null || bytes + size > _maxRequestBytes)
            {
                break;
            }

            bytes += size;
            end++;
        }

        var spans = batch[start..end].ToArray();
        if (exporter.Export(new Batch<Activity>(spans, spans.Length)) == ExportResult.Success)
        {
            outcome.Sent += spans.Length;
        }
        else
        {
            outcome.Drop(DropReason.Unreachable, spans.Length);
        }

        return end;
    }

    // Activity takes such an attribute; the official exporter fails on it, and with it on every span of the request.
    private static bool HasNullKey(Activity span)
    {
        foreach (ref readonly var tag in span.EnumerateTagObjects())
        {
            if (tag.Key is null)
            {
                return true;
            }
        }

        return false;
    }
}
