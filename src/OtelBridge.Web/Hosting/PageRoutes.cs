using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Health;

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

    private static Func<PageRequest, Task<IResult>> IfOurs(Func<PageRequest, Task<IResult>> change) => async request =>
    {
        if (!PageSecurity.IsOurs(request.Http.Request))
        {
            return FaultPages.Answer(
                request, StatusCodes.Status403Forbidden, "Not from here", "This change was asked for by a page of another site. Nothing was changed.");
        }

        await ReadFormAsync(request);
        return await change(request);
    };

    // Read once for all: what a form lacks every change says itself, but what is no form would be nobody's fault but the server's.
    private static async Task ReadFormAsync(PageRequest request)
    {
        var http = request.Http.Request;
        if (!http.HasFormContentType)
        {
            http.Form = FormCollection.Empty;
            return;
        }

        // A form that does not come in is given up with its connection: that is what reading one makes of a token.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted);
        patience.CancelAfter(request.Http.RequestServices.GetRequiredService<IServerFacts>().ReceiveTimeout);
        try
        {
            await http.ReadFormAsync(patience.Token);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("What was sent is no form, or has too many fields. Nothing was changed.", e);
        }
    }

    private static async Task RunAsync(HttpContext context, Func<PageRequest, Task<IResult>> answer)
    {
        PageSecurity.Apply(context.Response);
        var services = context.RequestServices;
        var request = new PageRequest(context, services.GetRequiredService<ITraceStore>(), services.GetRequiredService<TimeProvider>());
        try
        {
            await (await answer(request)).ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception e) when (FaultPages.Of(request, e) is { } page)
        {
            if (context.Response.HasStarted)
            {
                context.Abort(); // half an answer must not look like a whole one
                return;
            }

            context.Response.Clear();
            PageSecurity.Apply(context.Response);
            await page.ExecuteAsync(context);
        }
    }
}
