using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Server.Telemetry;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Hosting;

/// <summary>The numbers of the server in Prometheus' text format.</summary>
internal static class MetricsEndpoint
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/metrics", AnswerAsync).WithMetadata(new ListenerMetadata(ListenerRole.Http)).WithAccess(AccessRule.Of(AccessScopes.Read, PlainRefusal.WriteAsync))
            .WithAudit(AuditAction.Read);

    private static async Task AnswerAsync(HttpContext context)
    {
        WholeServer.RequireSeen(context);
        var reading = await context.RequestServices.GetRequiredService<ServerReader>().ReadAsync(context.RequestAborted);
        var text = new StringBuilder();
        foreach (var number in ServerNumbers.All)
        {
            if (number.Read(reading) is { } value)
            {
                var (name, type) = (number.Prometheus, number.IsCounter ? "counter" : "gauge");
                text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {number.Help}\n# TYPE {name} {type}\n{name} {value}\n");
            }
        }

        context.Response.ContentType = ContentType;
        await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
    }
}
