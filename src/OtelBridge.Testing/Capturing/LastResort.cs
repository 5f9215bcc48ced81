using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Sources;
using OtelBridge.Tracing;

namespace OtelBridge.Testing.Capturing;

/// <summary>Tracing without a destination, so that spans are made where the program under test has not started tracing, or has sampled it away.</summary>
/// <remarks>A provider of its own rather than the program's tracing: that has settings for the whole process, which a test must find as the program sets them.</remarks>
internal sealed class LastResort : IDisposable
{
    private readonly RoutingExporter _exporter;
    private readonly TracerProvider _provider;

    public LastResort()
    {
        // With a destination, so that it puts no experiment on spans, which is for the program's own tracing to choose.
        _exporter = new RoutingExporter([], TimeSpan.Zero, experimentId: null) { HasDestination = true };
        _provider = Sdk.CreateTracerProviderBuilder()
            // Whatever the environment says of sampling and of limits: a test captures everything.
            .ConfigureServices(static services => services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()))
            .SetSampler(new AlwaysOnSampler())
            .AddSource([SpanSource.Name, .. LibrarySources.Of(GenAILibraries.All)])
            .AddProcessor(_exporter)
            .Build();
        LibrarySwitches.Apply(GenAISettings.Current);
        SpanPropagator.Install();
    }

    /// <summary>Whether it is not to speak for a span: one of a library that the program does not want traced.</summary>
    public bool LeavesOut(Activity span, RoutingExporter exporter) =>
        Is(exporter) && LibrarySources.Of(span.Source) is not GenAILibraries.None and var library && !GenAISettings.Current.Libraries.HasFlag(library);

    public bool Is(RoutingExporter exporter) => ReferenceEquals(exporter, _exporter);

    public void Dispose() => _provider.Dispose();
}
