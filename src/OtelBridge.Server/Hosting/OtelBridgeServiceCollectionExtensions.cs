using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OtelBridge.Pricing;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Health;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Jaeger;
using OtelBridge.Server.Otlp;
using OtelBridge.Server.Rest;
using OtelBridge.Server.Retention;
using OtelBridge.Server.Security;
using OtelBridge.Server.Telemetry;
using OtelBridge.Server.Tracking;
using OtelBridge.Server.Transfer;
using OtelBridge.Server.Zipkin;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Retention;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Health;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Traces;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers OtelBridge's server in a program of one's own.</summary>
public static class OtelBridgeServiceCollectionExtensions
{
    /// <summary>Registers what <c>MapOtelBridge</c> serves. Calling it twice is harmless; the first store stays.</summary>
    /// <param name="services">The services of the program.</param>
    /// <param name="store">The open store; it stays the caller's to dispose, after the server has stopped.</param>
    /// <param name="limits">How much one caller may ask; the defaults when null.</param>
    /// <param name="retention">How much is kept; everything when null. A hosted service deletes the rest, also where only the tags of an experiment say so.</param>
    /// <param name="prices">What tokens cost, for spans that do not say what they cost; OtelBridge's own table when null.</param>
    public static IServiceCollection AddOtelBridgeServer(
        this IServiceCollection services,
        ITraceStore store,
        OtelBridgeServerLimits? limits = null,
        RetentionLimits? retention = null,
        PriceTable? prices = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(store);
        services.AddRouting();
        services.AddLogging();
        services.TryAddSingleton(all => new WholeStore([new Workspace(WorkspaceName.Default, store, all.GetRequiredService<IntakeLedger>(), all.GetRequiredService<SweepLedger>())]));
        services.TryAddSingleton(store);
        services.TryAddSingleton(limits ?? new OtelBridgeServerLimits());
        services.TryAddSingleton<RequestMemory>();
        services.TryAddSingleton<Readiness>();
        services.TryAddSingleton(prices ?? PriceTable.Default);
        services.TryAddSingleton<IntakeLedger>();
        services.TryAddSingleton<TraceIngestor>();
        services.TryAddSingleton<OtlpIntake>();
        services.TryAddSingleton<OtlpHttpEndpoint>();
        services.TryAddSingleton<TrackingService>();
        services.TryAddSingleton<AssessmentService>();
        services.TryAddSingleton<ExperimentService>();
        services.TryAddSingleton<RunService>();
        services.TryAddSingleton(retention ?? RetentionLimits.Forever);
        services.TryAddSingleton<SweepLedger>();
        services.TryAddSingleton<IServerFacts, ServerFacts>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RetentionService>());
        services.TryAddSingleton<AuditLedger>();
        services.TryAddSingleton<ServerReader>();
        services.TryAddSingleton<ServerMeter>();
        services.AddWeb();
        foreach (var file in ForeignTraceFiles.All)
        {
            services.AddSingleton(file);
        }

        services.TryAddSingleton<ITraceExport, PageExport>();
        services.TryAddSingleton<RestServices>();
        services.TryAddSingleton<RestDispatcher>();
        services.TryAddSingleton<JaegerDispatcher>();
        services.TryAddSingleton<ZipkinCounters>();
        services.TryAddSingleton<ZipkinIntake>();
        services.TryAddSingleton<ZipkinDispatcher>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, ListenerMatcherPolicy>());
        return services;
    }
}
