using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Access;

namespace OtelBridge.Server.Security;

/// <summary>What the server counts of everybody together, for who may know of everybody.</summary>
internal static class WholeServer
{
    /// <exception cref="AccessDeniedException">Something is hidden from the caller that the numbers would tell of.</exception>
    public static void RequireSeen(HttpContext context)
    {
        if (context.RequestServices.GetService<CurrentCaller>()?.Value is not { IsAdmin: false } caller)
        {
            return;
        }

        if (!caller.SeesAll)
        {
            throw new AccessDeniedException("These numbers tell of every experiment, and you may not read all of them.");
        }

        if (context.RequestServices.GetRequiredService<WholeStore>().Workspaces.Count > 1)
        {
            throw new AccessDeniedException("These numbers tell of every workspace; they are for an admin.");
        }
    }
}
