using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Security;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Jaeger;

/// <summary>Jaeger's query API: every endpoint as one row of a table. Both sets are served, since Jaeger's UI calls the newer one and Grafana the older.</summary>
internal static class JaegerEndpoints
{
    public static IReadOnlyList<JaegerEndpoint> All { get; } = [.. JaegerV3Endpoints.All, .. JaegerLegacyEndpoints.All];

    public static void MapJaeger(this IEndpointRouteBuilder endpoints)
    {
        var dispatcher = endpoints.ServiceProvider.GetRequiredService<JaegerDispatcher>();
        foreach (var rows in All.GroupBy(row => row.Path))
        {
            var byMethod = rows.ToFrozenDictionary(row => row.Method, StringComparer.OrdinalIgnoreCase);
            var action = rows.Key.EndsWith("{traceId}", StringComparison.Ordinal) ? AuditAction.Read : AuditAction.Search;
            endpoints.Map(rows.Key, context => dispatcher.InvokeAsync(context, byMethod))
                .WithMetadata(new ListenerMetadata(ListenerRole.Jaeger, OnlyTagged: true))
                .WithAccess(AccessRule.Of(AccessScopes.Read, JaegerError.WriteAsync))
                .WithAudit(new AuditRule(context => byMethod.ContainsKey(context.Request.Method) ? action : AuditAction.None));
        }
    }
}
