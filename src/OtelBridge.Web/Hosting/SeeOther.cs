using Microsoft.AspNetCore.Http;

namespace OtelBridge.Web.Hosting;

/// <summary>After a change: the page to look at next, which reloading does not change again.</summary>
internal sealed class SeeOther(string address) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = address;
        return Task.CompletedTask;
    }
}
