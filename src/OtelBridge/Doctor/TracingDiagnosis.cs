using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OtelBridge.Configuration;
using OtelBridge.Export;

namespace OtelBridge.Doctor;

/// <summary>Looks at one tracing: at every destination from outside, at the settings, the sources, the provider and the ledger.</summary>
internal sealed class TracingDiagnosis(TracingSettings settings, IConfiguration configuration, RoutingExporter exporter, TimeProvider time)
{
    /// <summary>Looks at everything, the destinations side by side.</summary>
    /// <param name="timeout">The longest it may take.</param>
    /// <param name="listening">For how long spans of sources that nobody traces are listened for, inside that time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<DiagnosisReport> RunAsync(TimeSpan timeout, TimeSpan listening, CancellationToken cancellationToken)
    {
        // Our own requests must not become spans.
        using var quiet = SuppressInstrumentationScope.Begin();
        using var sources = new SourceObserver();
        var heard = Task.Delay(listening, cancellationToken);
        var destinations = await Task.WhenAll(settings.Destinations.Select(d => DestinationDiagnosis.RunAsync(d, timeout, time, cancellationToken))).ConfigureAwait(false);
        await heard.ConfigureAwait(false);
        return new DiagnosisReport(
        [
            .. destinations.SelectMany(static findings => findings),
            .. DeliveryDiagnosis.Of(exporter.Delivery),
            .. SettingsDiagnosis.Of(settings, configuration),
            .. ProviderDiagnosis.Of(exporter.ParentProvider),
            .. sources.Findings(settings.Sources),
        ]);
    }

    /// <summary>What there is to say where no tracing runs.</summary>
    public static DiagnosisReport NotRunning(IConfiguration? configuration) => new(
    [
        bool.TryParse(configuration?[EnvironmentKeys.SdkDisabled]?.Trim(), out var isDisabled) && isDisabled
            ? TracingFaults.Disabled.At("tracing", $"{EnvironmentKeys.SdkDisabled} is true: nothing is traced", $"Remove the variable {EnvironmentKeys.SdkDisabled}.")
            : TracingFaults.NotStarted.At(
                "tracing", "no tracer provider was built, or it failed", "Call MlflowTracing.Init, or start the host with AddMlflowTracing; the event source OtelBridge says why a start failed."),
    ]);
}
