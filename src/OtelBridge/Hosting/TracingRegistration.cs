using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OtelBridge.Client.Spans;
using OtelBridge.Configuration;
using OtelBridge.Costs;
using OtelBridge.Diagnostics;
using OtelBridge.Doctor;
using OtelBridge.Export;
using OtelBridge.Export.Masking;
using OtelBridge.Export.Metrics;
using OtelBridge.Export.Sampling;
using OtelBridge.Sources;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Json;
using OtelBridge.Tracing.Lifetime;

namespace OtelBridge.Hosting;

/// <summary>Puts tracing into a service collection, for every entry point alike.</summary>
internal static class TracingRegistration
{
    /// <summary>Registers the services and the additions to the tracer provider, once however often it is called; settings add up.</summary>
    public static void Register(IServiceCollection services, Action<MlflowTracingOptions>? configure)
    {
        LibrarySwitches.SetEarly(services);
        services.AddOptions<MlflowTracingOptions>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        if (services.Any(s => s.ServiceType == typeof(TracingSettings)))
        {
            return;
        }

        services.TryAddSingleton(TimeProvider.System);
        // A host brings its own; the provider asks for one either way.
        services.TryAddSingleton<IConfiguration>(_ => new ConfigurationBuilder().AddEnvironmentVariables().Build());
        services.AddSingleton(CreateSettings);
        services.TryAddSingleton(static provider => new MlflowTracing { Configuration = provider.GetService<IConfiguration>() });
        services.ConfigureOpenTelemetryTracerProvider(TryAddTo);
    }

    private static TracingSettings CreateSettings(IServiceProvider services) => TracingSettingsFactory.Create(
        services.GetRequiredService<IOptions<MlflowTracingOptions>>().Value,
        services.GetRequiredService<IConfiguration>());

    private static void TryAddTo(IServiceProvider services, TracerProviderBuilder builder)
    {
        try
        {
            AddTo(services, builder);
        }
        catch (Exception e)
        {
            // A host must not fail to start because its tracing does.
            BridgeEventSource.Log.SpanCallFailed(nameof(MlflowTracerProviderBuilderExtensions.AddMlflow), e);
        }
    }

    // Runs while the provider is being built, in its place among what the program configures on the builder.
    private static void AddTo(IServiceProvider services, TracerProviderBuilder builder)
    {
        var settings = services.GetRequiredService<TracingSettings>();
        ContentSettings.Current = new ContentSettings(settings.JsonSerializerOptions, settings.MaxContentBytes, settings.MaxContentTime);
        GenAISettings.Current = settings.GenAI;
        LibrarySwitches.Apply(settings.GenAI);
        SpanCosts.Prepare();
        SpanPropagator.Install();
        builder.AddSource(SpanSource.Name);
        builder.AddSource([.. settings.Sources, .. LibrarySources.Of(settings.GenAI.Libraries)]);
        if (settings.SamplingRatio is { } ratio)
        {
            builder.SetSampler(new ParentBasedSampler(new ConsistentSampler(ratio)));
        }

        var time = services.GetRequiredService<TimeProvider>();
        OpenTraces.Process.Configure(settings.Lifetime.Buffer, time);
        if (settings.Lifetime.Timeout is { } timeout)
        {
            builder.AddProcessor(new TraceTimeout(timeout, settings.Lifetime.CheckInterval, time));
        }

        RoutingExporter? router = null;
        var destinations = settings.Destinations
            .Select(destination => Destinations.Create(destination, () => router?.ParentProvider?.GetResource() ?? Resource.Empty, time))
            .ToArray();
        router = new RoutingExporter(destinations, settings.Delivery.ShutdownTimeout, settings.ExperimentId)
        {
            ExperimentIds = destinations.FirstOrDefault(static d => d.KnownExperimentId is not null)?.KnownExperimentId,
            HasDestination = settings.Tracking.IsDestination,
            Tracking = settings.Tracking,
            FactMask = FactMask.Of(settings.Masks),
            Masks = settings.Masks,
            Metrics = settings.Metrics is { } metrics ? new SpanMetricsExport(metrics) : null,
        };
        var diagnosis = new TracingDiagnosis(settings, services.GetRequiredService<IConfiguration>(), router, time);
        var tracing = services.GetRequiredService<MlflowTracing>();
        tracing.Attach(router, diagnosis);
        builder.AddProcessor(router);
        if (settings.DiagnoseAtStart ?? IsDevelopment(services))
        {
            StartDiagnosis.Begin(diagnosis, services.GetService<ILoggerFactory>, tracing.Stopping);
        }
    }

    private static bool IsDevelopment(IServiceProvider services)
    {
        if (services.GetService<IHostEnvironment>() is { } environment)
        {
            return environment.IsDevelopment();
        }

        var configuration = services.GetRequiredService<IConfiguration>();
        return string.Equals(configuration[EnvironmentKeys.DotnetEnvironment] ?? configuration[EnvironmentKeys.AspNetCoreEnvironment], Environments.Development, StringComparison.OrdinalIgnoreCase);
    }
}
