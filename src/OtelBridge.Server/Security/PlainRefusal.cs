using Microsoft.AspNetCore.Http;
using OtelBridge.Server.Diagnostics;

namespace OtelBridge.Server.Security;

/// <summary>A refusal as a line of text, for browsers and whoever asks for pages and numbers.</summary>
internal static class PlainRefusal
{
    public static async Task WriteAsync(HttpContext context, Fault fault)
    {
        context.Response.StatusCode = fault.HttpStatus;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        if (fault.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds;
        }

        await context.Response.WriteAsync(fault.Message + "\n", context.RequestAborted);
    }
}
