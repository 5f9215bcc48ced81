using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Grpc;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Grpc;
using OtelBridge.Server.Health.Wire;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Health;

/// <summary>What probes ask: <c>/livez</c>, whether the process is to be started again, <c>/readyz</c>, whether it is to be sent work, and the latter over gRPC.</summary>
/// <remarks><c>/health</c>, which MLflow's clients know, says that the server runs, as MLflow's does.</remarks>
internal static class HealthEndpoints
{
    public const string Live = "/livez";
    public const string Ready = "/readyz";

    /// <summary>The standard method that load balancers of gRPC call.</summary>
    public static readonly GrpcMethod<HealthCheckRequest, HealthCheckResponse> Check = new("grpc.health.v1.Health", "Check", HealthCheckRequest.Parser, HealthCheckResponse.Parser);

    // Probes like to ask with HEAD.
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private static readonly ListenerMetadata AllHttp = new(ListenerRole.OtlpHttp | ListenerRole.Http);

    // All of them need the store, so all of them are ready when it is.
    private static readonly string[] Services = ["", TraceServiceMethods.Export.Service, TrackingServiceMethods.GetTrace.Service, Check.Service];

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var readiness = endpoints.ServiceProvider.GetRequiredService<Readiness>();
        endpoints.MapMethods(Live, Reading, static (HttpContext context) => WriteAsync(context, StatusCodes.Status200OK, "live")).WithMetadata(AllHttp).WithAccess(AccessRule.Everybody).WithAudit(AuditRule.Nothing);
        endpoints.MapMethods(Ready, Reading, (HttpContext context) => AnswerAsync(context, readiness)).WithMetadata(AllHttp).WithAccess(AccessRule.Everybody).WithAudit(AuditRule.Nothing);
        endpoints.MapUnary(Check, AccessScopes.None, AuditAction.None, (request, _) => AnswerAsync(request, readiness));
    }

    private static async Task AnswerAsync(HttpContext context, Readiness readiness)
    {
        if (await readiness.FindFaultAsync() is { } fault)
        {
            await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, $"not ready: {fault}");
            return;
        }

        await WriteAsync(context, StatusCodes.Status200OK, readiness is { OthersMissing: > 0 and var missing, Others: var others }
            ? FormattableString.Invariant($"ready, but for {missing} of {others} further workspaces; the log says which")
            : "ready");
    }

    private static async Task<HealthCheckResponse> AnswerAsync(HealthCheckRequest request, Readiness readiness)
    {
        if (!Services.Contains(request.Service))
        {
            throw new GrpcException(GrpcStatusCode.NotFound, $"The service '{GrpcRequest.Quote(request.Service)}' is not known here.");
        }

        return new HealthCheckResponse
        {
            Status = await readiness.FindFaultAsync() is null ? HealthCheckResponse.Types.ServingStatus.Serving : HealthCheckResponse.Types.ServingStatus.NotServing,
        };
    }

    private static async Task WriteAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.Headers[ServerVersion.Header] = ServerVersion.Own;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
        await context.Response.WriteAsync(text, context.RequestAborted);
    }
}
