using Microsoft.AspNetCore.Http;
using OtelBridge.Web.People;

namespace OtelBridge.Web.Hosting;

/// <summary>What a browser may do with our pages, whatever text of strangers stands in them.</summary>
internal static class PageSecurity
{
    // Nothing inline, nothing from elsewhere. Pictures inside messages are data: addresses. One script alone makes markup of text that the server sent (scripts/parts.js).
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self'; "
        + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types otelbridge";

    /// <summary>Says it to the browser.</summary>
    /// <remarks>What somebody sees who has signed in is theirs: the next one at the same machine does not go back to it.</remarks>
    public static void Apply(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = response.HttpContext.Features.Get<SignedIn>() is null ? "no-cache" : "no-store";
    }

    /// <summary>Whether a change was asked for by one of our own pages: browsers say where a request comes from, and a page of somebody else cannot say otherwise.</summary>
    public static bool IsOurs(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
        {
            return site == "same-origin";
        }

        // Browsers send Sec-Fetch-Site to trusted addresses only: behind plain HTTP on another machine there is but the origin. A page of another site cannot make a
        // browser send X-Forwarded-Host along without asking us first, which we refuse; so what stands there is a proxy's.
        var origin = request.Headers.Origin.ToString();
        return Uri.TryCreate(origin, UriKind.Absolute, out var uri) && PageBase.IsOurHost(request, uri.Authority);
    }
}
