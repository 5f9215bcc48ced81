using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Server.Grpc;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Otlp;

/// <summary>OTLP over gRPC.</summary>
internal static class OtlpGrpcEndpoints
{
    public static void MapOtlpGrpc(this IEndpointRouteBuilder endpoints)
    {
        var intake = endpoints.ServiceProvider.GetRequiredService<OtlpIntake>();
        endpoints.MapUnary(
            TraceServiceMethods.Export,
            AccessScopes.Ingest,
            AuditAction.Store,
            (request, call) => intake.ExportAsync(request, call.Metadata[MlflowKeys.ExperimentHeader], call.CancellationToken));
    }
}
