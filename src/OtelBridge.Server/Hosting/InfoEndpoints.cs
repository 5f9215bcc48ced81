using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Security;

namespace OtelBridge.Server.Hosting;

/// <summary>What the server says of itself: health and version.</summary>
internal static class InfoEndpoints
{
    // Probes like to ask with HEAD.
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private static readonly ListenerMetadata AllHttp = new(ListenerRole.OtlpHttp | ListenerRole.Http);

    public static void MapInfo(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/health", Reading, static (HttpContext context) => WriteAsync(context, "OK")).WithMetadata(AllHttp).WithAccess(AccessRule.Everybody).WithAudit(AuditRule.Nothing);
        endpoints.MapMethods("/version", Reading, static (HttpContext context) => WriteAsync(context, ServerVersion.MlflowCompatible)).WithMetadata(AllHttp).WithAccess(AccessRule.Everybody).WithAudit(AuditRule.Nothing);
    }

    private static async Task WriteAsync(HttpContext context, string text)
    {
        context.Response.Headers[ServerVersion.Header] = ServerVersion.Own;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
        await context.Response.WriteAsync(text, context.RequestAborted);
    }
}
