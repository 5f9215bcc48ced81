using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelBridge.Server.Otlp;

namespace OtelBridge.Server.Hosting;

/// <summary>What the server says of itself: health, version, and a page for people who open its address.</summary>
internal static class InfoEndpoints
{
    // Probes like to ask with HEAD.
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private static readonly ListenerMetadata AllHttp = new(ListenerRole.OtlpHttp | ListenerRole.Http);

    public static void MapInfo(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/health", Reading, static (HttpContext context) => WriteAsync(context, "OK")).WithMetadata(AllHttp);
        endpoints.MapMethods("/version", Reading, static (HttpContext context) => WriteAsync(context, ServerVersion.MlflowCompatible)).WithMetadata(AllHttp);
        endpoints.MapGet("/", static context => WriteAsync(context, Welcome())).WithMetadata(new ListenerMetadata(ListenerRole.Http));
    }

    private static async Task WriteAsync(HttpContext context, string text)
    {
        context.Response.Headers[ServerVersion.Header] = ServerVersion.Own;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static string Welcome() =>
        $"""
        OtelBridge {ServerVersion.Own}: a tracking store for traces of GenAI programs.

        POST {OtlpHttpEndpoint.Path}   spans as OTLP (protobuf or JSON, plain or gzip)
        GET  /health      OK
        GET  /version     the MLflow version this server is compatible with
             /api/…       MLflow's REST API: point mlflow.set_tracking_uri at this address

        Read traces with: otelbridge search, otelbridge get TRACE_ID

        """;
}
