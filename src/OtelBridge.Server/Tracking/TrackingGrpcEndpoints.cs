using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Grpc;
using OtelBridge.Server.Grpc;

namespace OtelBridge.Server.Tracking;

/// <summary>The tracking service over gRPC.</summary>
internal static class TrackingGrpcEndpoints
{
    public static void MapTrackingGrpc(this IEndpointRouteBuilder endpoints)
    {
        var service = endpoints.ServiceProvider.GetRequiredService<TrackingService>();
        endpoints.MapUnary(TrackingServiceMethods.GetTrace, (request, call) => service.GetTraceAsync(request, call.CancellationToken));
        endpoints.MapUnary(TrackingServiceMethods.BatchGetTraces, (request, call) => service.BatchGetTracesAsync(request, call.CancellationToken));
        endpoints.MapUnary(TrackingServiceMethods.SearchTraces, (request, call) => service.SearchTracesAsync(request, call.CancellationToken));
        endpoints.MapUnary(TrackingServiceMethods.CreateExperiment, (request, call) => service.CreateExperimentAsync(request, call.CancellationToken));
        endpoints.MapUnary(TrackingServiceMethods.GetExperiment, (request, call) => service.GetExperimentAsync(request, call.CancellationToken));
        endpoints.MapUnary(
            TrackingServiceMethods.SearchExperiments, (request, call) => service.SearchExperimentsAsync(request, call.CancellationToken));
    }
}
