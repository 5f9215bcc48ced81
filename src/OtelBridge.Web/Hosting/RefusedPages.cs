using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Storage;
using OtelBridge.Web.People;

namespace OtelBridge.Web.Hosting;

/// <summary>What a browser is shown that was stopped before its page: why, and what to do.</summary>
internal static class RefusedPages
{
    public static Task WriteAsync(HttpContext context, int statusCode, string message)
    {
        PageSecurity.Apply(context.Response);
        context.Response.Headers.CacheControl = "no-store";
        var services = context.RequestServices;
        var page = new PageRequest(context, services.GetRequiredService<ITraceStore>(), services.GetRequiredService<TimeProvider>());
        var answer = statusCode == StatusCodes.Status401Unauthorized
            ? page.Html<SignedOutPage>(new Dictionary<string, object?>(), statusCode)
            : FaultPages.Answer(page, statusCode, TitleOf(statusCode), message);
        return answer.ExecuteAsync(context);
    }

    private static string TitleOf(int statusCode) => statusCode switch
    {
        StatusCodes.Status403Forbidden => "Not for you",
        StatusCodes.Status429TooManyRequests => "Too much at once",
        StatusCodes.Status503ServiceUnavailable => "The store does not answer",
        _ => "Refused",
    };
}
