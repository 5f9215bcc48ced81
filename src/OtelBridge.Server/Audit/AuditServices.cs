using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OtelBridge.Server.Configuration;
using OtelBridge.Store.Audit;
using OtelBridge.Web.Audit;

namespace OtelBridge.Server.Audit;

/// <summary>Registers the audit log, and what writes into it.</summary>
internal static class AuditServices
{
    public static void AddAudit(this IServiceCollection services, IAuditLog store, AuditOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(store);
        services.AddSingleton<AuditLog>();
        services.AddSingleton<IHostedService, AuditService>();
        services.AddSingleton<IAuditDesk, AuditDesk>();
    }

    /// <summary>Writes down what is asked for. Behind the choice of the endpoint, before anybody is refused.</summary>
    public static void UseAudit(this IApplicationBuilder app) => app.UseMiddleware<AuditRecorder>();

    public static TBuilder WithAudit<TBuilder>(this TBuilder endpoint, AuditRule rule)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(rule);

    public static TBuilder WithAudit<TBuilder>(this TBuilder endpoint, AuditAction action)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(AuditRule.Of(action));
}
