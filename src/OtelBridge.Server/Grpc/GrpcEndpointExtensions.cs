using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OtelBridge.Grpc;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Configuration;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Grpc;

/// <summary>Binds unary gRPC methods to routes.</summary>
/// <remarks>Stands in for Grpc.AspNetCore, which cannot be restored here; the wire is the same (gRPC's PROTOCOL-HTTP2.md).</remarks>
internal static class GrpcEndpointExtensions
{
    /// <summary>Serves one method.</summary>
    /// <param name="endpoints">The routes.</param>
    /// <param name="method">The method, as its clients know it.</param>
    /// <param name="scopes">The scopes of which a caller needs one.</param>
    /// <param name="audit">What it is in the audit log.</param>
    /// <param name="handler">Answers a request. What it throws becomes a status, see <see cref="Diagnostics.Fault"/>.</param>
    public static void MapUnary<TRequest, TResponse>(
        this IEndpointRouteBuilder endpoints,
        GrpcMethod<TRequest, TResponse> method,
        AccessScopes scopes,
        AuditAction audit,
        Func<TRequest, GrpcCall, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var endpoint = new UnaryEndpoint<TRequest, TResponse>(
            method,
            handler,
            endpoints.ServiceProvider.GetRequiredService<OtelBridgeServerLimits>(),
            endpoints.ServiceProvider.GetRequiredService<RequestMemory>(),
            endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("OtelBridge.Server.Grpc"));
        endpoints.MapPost(method.Path, endpoint.InvokeAsync).WithMetadata(new ListenerMetadata(ListenerRole.Grpc)).WithAccess(AccessRule.Of(scopes, RefuseAsync)).WithAudit(audit);
    }

    /// <summary>Answers every other path of the gRPC listener: status 12 to gRPC, 415 to anything else.</summary>
    public static void MapUnknownMethods(this IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapFallback("{**path}", static context =>
            {
                if (GrpcRequest.IsAccepted(context))
                {
                    GrpcResponse.WriteStatus(
                        context, GrpcStatusCode.Unimplemented, $"The method '{GrpcRequest.Quote(context.Request.Path)}' is not known here.");
                }

                return Task.CompletedTask;
            })
            .WithMetadata(new ListenerMetadata(ListenerRole.Grpc, OnlyTagged: true))
            .WithAccess(AccessRule.Everybody)
            .WithAudit(AuditRule.Nothing);

    private static Task RefuseAsync(HttpContext context, Fault fault)
    {
        if (GrpcRequest.IsAccepted(context))
        {
            GrpcResponse.WriteStatus(context, fault);
        }

        return Task.CompletedTask;
    }
}
