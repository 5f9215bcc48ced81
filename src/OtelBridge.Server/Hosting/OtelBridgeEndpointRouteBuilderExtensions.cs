using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Server.Grpc;
using OtelBridge.Server.Health;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Jaeger;
using OtelBridge.Server.Otlp;
using OtelBridge.Server.Rest;
using OtelBridge.Server.Security;
using OtelBridge.Server.Telemetry;
using OtelBridge.Server.Tracking;
using OtelBridge.Server.Zipkin;
using OtelBridge.Store.Access;
using OtelBridge.Web.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Serves OtelBridge from a program of one's own.</summary>
public static class OtelBridgeEndpointRouteBuilderExtensions
{
    /// <summary>Maps OTLP over HTTP and gRPC, the tracking service over gRPC, the MLflow-compatible REST API, <c>/health</c>, <c>/livez</c>, <c>/readyz</c>, <c>/version</c>, <c>/metrics</c> and the pages at <c>/</c>.</summary>
    /// <remarks>gRPC needs a listener that speaks HTTP/2. <c>AddOtelBridgeServer</c> must have been called.</remarks>
    public static IEndpointRouteBuilder MapOtelBridge(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<OtlpIntake>() is null)
        {
            throw new InvalidOperationException("Call services.AddOtelBridgeServer(store) before MapOtelBridge().");
        }

        var ours = endpoints.MapGroup("");
        RequestTelemetry.AddTo(ours);
        Map(ours);
        return endpoints;
    }

    private static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOtlpGrpc();
        endpoints.MapTrackingGrpc();
        endpoints.MapUnknownMethods();
        OtlpHttpEndpoint.Map(endpoints);
        endpoints.MapInfo();
        endpoints.MapHealth();
        MetricsEndpoint.Map(endpoints);
        endpoints.MapGroup("").WithMetadata(new ListenerMetadata(ListenerRole.Http)).WithAccess(new AccessRule(ScopesOfPage, PlainRefusal.WriteAsync)).MapWeb();
        endpoints.MapRest();
        endpoints.MapJaeger();
        endpoints.MapZipkin();
    }

    private static AccessScopes ScopesOfPage(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments("/assets"))
        {
            return AccessScopes.None; // the same for everybody
        }

        // The colours of the pages and which workspace they are of are nothing in the store, and what is compared or exported is only read.
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || request.Path.Value is "/theme" or "/workspace" or "/traces/compare" or "/traces/export" or "/traces/delete/ask" or "/traces/tag/ask";
        return isRead ? AccessScopes.Read : AccessScopes.Write;
    }
}
