using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Hosting;

/// <summary>Marks answers that may lack traces, of whatever wire, with <see cref="PartialAnswer.Header"/>.</summary>
internal static class PartialAnswers
{
    public static void UsePartialAnswers(this IApplicationBuilder app) => app.Use(static async (context, next) =>
    {
        using var watch = PartialAnswer.Watch();
        context.Response.OnStarting(
            static state =>
            {
                var (response, watch) = ((HttpResponse, PartialAnswer))state;
                if (watch.Begin())
                {
                    response.Headers[PartialAnswer.Header] = "true";
                }

                return Task.CompletedTask;
            },
            (context.Response, watch));
        await next(context);
    });
}
