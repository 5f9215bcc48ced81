using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Storage;

namespace OtelBridge.Web.Hosting;

/// <summary>What a browser is shown where there is nothing: a page that leads back. Programs get the bare status, as before.</summary>
internal static class LostPages
{
    /// <param name="app">The server, which is ours alone; in somebody else's program the rest of the addresses is theirs.</param>
    /// <param name="isOurs">Whether pages are shown on the connection at all.</param>
    public static void UseLostPages(this IApplicationBuilder app, Func<HttpContext, bool> isOurs) => app.Use(async (context, next) =>
    {
        await next(context);
        var (request, response) = (context.Request, context.Response);
        if (response.StatusCode != StatusCodes.Status404NotFound || response.HasStarted || context.GetEndpoint() is not null || !HttpMethods.IsGet(request.Method)
            || !request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) || !isOurs(context))
        {
            return;
        }

        PageSecurity.Apply(response);
        var services = context.RequestServices;
        var page = new PageRequest(context, services.GetRequiredService<ITraceStore>(), services.GetRequiredService<TimeProvider>());
        await FaultPages.Answer(page, StatusCodes.Status404NotFound, "Not found", "There is no page at this address.").ExecuteAsync(context);
    });
}
