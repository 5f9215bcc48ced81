using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;

namespace OtelBridge.Export.Metrics;

/// <summary>Sends the metric of spans to a collector, when the standard variables name one for metrics; as MLflow's client does.</summary>
internal sealed class SpanMetricsExport(MetricsSettings settings) : IDisposable
{
    /// <summary>What the end of a program is kept waiting for at most.</summary>
    private static readonly TimeSpan LastTime = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private MeterProvider? _provider;
    private bool _began;

    /// <summary>Starts it with the resource of the spans. Later calls do nothing.</summary>
    public void Begin(Resource resource)
    {
        if (Volatile.Read(ref _began))
        {
            return;
        }

        lock (_gate)
        {
            if (_began)
            {
                return;
            }

            try
            {
                _provider = Sdk.CreateMeterProviderBuilder()
                    .AddMeter(SpanDuration.MeterName)
                    .ConfigureResource(builder => builder.Clear().AddAttributes(resource.Attributes))
                    .AddReader(new PeriodicExportingMetricReader(new OtlpMetricExporter(settings.ToExporterOptions())))
                    .Build();
            }
            catch (Exception e)
            {
                BridgeEventSource.Log.SpanCallFailed(nameof(SpanMetricsExport), e);
            }

            Volatile.Write(ref _began, true);
        }
    }

    /// <summary>Sends what was recorded; the provider bounds its own time.</summary>
    public void Flush(TimeSpan timeout) => _provider?.ForceFlush((int)Math.Min(timeout.TotalMilliseconds, int.MaxValue));

    public void Dispose()
    {
        lock (_gate)
        {
            _began = true;
            _provider?.Shutdown((int)LastTime.TotalMilliseconds);
            _provider?.Dispose();
        }
    }
}
