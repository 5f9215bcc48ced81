using Microsoft.AspNetCore.Http;

namespace OtelBridge.Web.Assessments;

/// <summary>Remembers what people call themselves when they say something.</summary>
internal static class AuthorCookie
{
    private const string Name = "otelbridge-author";

    public static string Read(HttpRequest request) => request.Cookies[Name] ?? "";

    public static void Write(HttpContext http, string author, string path) => http.Response.Cookies.Append(
        Name,
        author,
        new CookieOptions { Path = path, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
}
