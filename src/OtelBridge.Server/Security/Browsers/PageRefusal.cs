using Microsoft.AspNetCore.Http;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.People;

namespace OtelBridge.Server.Security.Browsers;

/// <summary>How a page says no: to who wants to look and has not said who they are by the page for signing in, to other browsers by a page, to programs by a line of text.</summary>
internal static class PageRefusal
{
    /// <summary>Whether a page is wanted: browsers ask for HTML, programs and people at a terminal for anything.</summary>
    public static bool IsForPage(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    public static Task WriteAsync(HttpContext context, Fault fault)
    {
        var request = context.Request;
        if (!IsForPage(request))
        {
            return PlainRefusal.WriteAsync(context, fault);
        }

        if (fault.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds;
        }

        return fault.HttpStatus == StatusCodes.Status401Unauthorized && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            ? SignInPages.SendThereAsync(context)
            : RefusedPages.WriteAsync(context, fault.HttpStatus, fault.Message);
    }
}
