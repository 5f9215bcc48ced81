using System.Diagnostics.Metrics;
using OtelBridge.Server.Hosting;

namespace OtelBridge.Server.Telemetry;

/// <summary>The meter of one server. Nothing is computed for it while nobody listens.</summary>
internal sealed class ServerMeter : IDisposable
{
    /// <summary>The name of the histogram of requests.</summary>
    public const string DurationName = "otelbridge.server.request.duration";

    // One reading serves all instruments of a collection, which asks them one after the other.
    private static readonly TimeSpan Validity = TimeSpan.FromMilliseconds(100);

    private readonly Meter _meter;
    private readonly ServerReader _reader;
    private readonly TimeProvider _time;
    private volatile Latest? _latest;

    public ServerMeter(ServerReader reader, TimeProvider time)
    {
        (_reader, _time) = (reader, time);
        _meter = new Meter(new MeterOptions(ServerTelemetry.Name) { Version = ServerVersion.Own, Scope = this });
        Duration = _meter.CreateHistogram<double>(DurationName, "s", "How long requests took, by listener, route and status; their number is that of the requests.");
        foreach (var number in ServerNumbers.All)
        {
            Observe(number);
        }
    }

    /// <summary>Gets how long requests took.</summary>
    public Histogram<double> Duration { get; }

    public void Dispose() => _meter.Dispose();

    private void Observe(ServerNumber number)
    {
        if (number.IsCounter)
        {
            _meter.CreateObservableCounter(number.Instrument, Measure, number.Unit, number.Help);
        }
        else
        {
            _meter.CreateObservableGauge(number.Instrument, Measure, number.Unit, number.Help);
        }

        IEnumerable<Measurement<long>> Measure() => number.Read(Read()) is { } value ? [new Measurement<long>(value)] : [];
    }

    // Two who collect at once may both read, which does no harm.
    private ServerReading Read()
    {
        if (_latest is { } latest && _time.GetElapsedTime(latest.At) < Validity)
        {
            return latest.Reading;
        }

        var reading = _reader.ReadLatest();
        _latest = new Latest(_time.GetTimestamp(), reading);
        return reading;
    }

    private sealed record Latest(long At, ServerReading Reading);
}
