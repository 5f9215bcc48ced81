using Microsoft.AspNetCore.Http;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Server.Security.Browsers;

/// <summary>Where a browser keeps that somebody has signed in.</summary>
/// <remarks>Over TLS the name begins with <c>__Host-</c>, or below a path with <c>__Secure-</c>: browsers take such a cookie from nobody but a server with TLS, so that what a page without it has planted is not even read.</remarks>
internal static class SignInCookie
{
    private const string Name = "otelbridge-sign-in";
    private const string Https = "https:";

    public static string? Read(HttpContext context) => context.Request.Cookies[Of(context).Name];

    public static void Write(HttpContext context, string token, TimeSpan age)
    {
        var (name, options) = Of(context);
        options.MaxAge = age;
        context.Response.Cookies.Append(name, token, options);
    }

    public static void Delete(HttpContext context)
    {
        var (name, options) = Of(context);
        context.Response.Cookies.Delete(name, options);
    }

    // A proxy that ends TLS says so; whoever pretends to be one hides the cookie from nobody but themselves.
    private static (string Name, CookieOptions Options) Of(HttpContext context)
    {
        var path = PageBase.PathOf(context);
        var isSecure = PageBase.OriginOf(context.Request).StartsWith(Https, StringComparison.Ordinal);
        var prefix = !isSecure ? string.Empty : path == "/" ? "__Host-" : "__Secure-";

        // Lax: a link that somebody was sent opens; changes are held to where they come from besides (AccessGate).
        return (prefix + Name, new CookieOptions { Path = path, HttpOnly = true, Secure = isSecure, SameSite = SameSiteMode.Lax, IsEssential = true });
    }
}
