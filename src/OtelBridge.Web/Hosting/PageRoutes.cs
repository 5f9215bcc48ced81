using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Storage;

namespace OtelBridge.Web.Hosting;

/// <summary>Maps addresses to answers: every page gets its security headers, and its faults a page of their own.</summary>
internal sealed class PageRoutes(IEndpointRouteBuilder endpoints)
{
    /// <summary>Maps a page, or a part of one, that is only looked at.</summary>
    public void Get(string pattern, Func<PageRequest, Task<IResult>> answer) =>
        endpoints.MapGet(pattern, context => RunAsync(context, answer)).WithMetadata(new PagePattern(pattern));

    /// <summary>Maps a change. Only our own pages may ask for it.</summary>
    public void Post(string pattern, Func<PageRequest, Task<IResult>> change) =>
        endpoints.MapPost(pattern, context => RunAsync(context, IfOurs(change))).WithMetadata(new PagePattern(pattern));

    private static Func<PageRequest, Task<IResult>> IfOurs(Func<PageRequest, Task<IResult>> change) => request => PageSecurity.IsOurs(request.Http.Request)
        ? change(request)
        : Task.FromResult(FaultPages.Answer(
            request, StatusCodes.Status403Forbidden, "Not from here", "This change was asked for by a page of another site. Nothing was changed."));

    private static async Task RunAsync(HttpContext context, Func<PageRequest, Task<IResult>> answer)
    {
        PageSecurity.Apply(context.Response);
        var services = context.RequestServices;
        var request = new PageRequest(context, services.GetRequiredService<ITraceStore>(), services.GetRequiredService<TimeProvider>());
        IResult result;
        try
        {
            result = await answer(request);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (FaultPages.Of(request, e) is { } page)
        {
            result = page;
        }

        await result.ExecuteAsync(context);
    }
}
