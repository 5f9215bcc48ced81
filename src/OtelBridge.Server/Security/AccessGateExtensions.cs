using Microsoft.AspNetCore.Builder;

namespace OtelBridge.Server.Security;

/// <summary>Puts rules on endpoints, and the gate before them.</summary>
internal static class AccessGateExtensions
{
    /// <summary>Asks callers who they are. Behind the choice of the endpoint, before everything that answers.</summary>
    public static void UseAccessGate(this IApplicationBuilder app) => app.UseMiddleware<AccessGate>();

    public static TBuilder WithAccess<TBuilder>(this TBuilder endpoint, AccessRule rule)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(rule);
}
