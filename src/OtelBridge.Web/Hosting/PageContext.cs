using Microsoft.AspNetCore.Http;

namespace OtelBridge.Web.Hosting;

/// <summary>What every part of a page may need to know of the request: where the pages live, how they should look, what time it is.</summary>
public sealed class PageContext
{
    private const string PrefixHeader = "X-Forwarded-Prefix";
    private const string ThemeCookie = "otelbridge-theme";

    public PageContext(HttpContext http, DateTimeOffset now)
    {
        Http = http;
        Now = now;
        Base = BaseOf(http.Request);
        Theme = http.Request.Cookies[ThemeCookie] is ("light" or "dark") and var theme ? theme : "system";
    }

    /// <summary>Gets the request.</summary>
    public HttpContext Http { get; }

    /// <summary>Gets the moment that the page speaks of as now.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Gets the path under which all pages lie, with a slash at its end: all our addresses are relative to it (the page's <c>base</c>).</summary>
    public string Base { get; }

    /// <summary>Gets light, dark or system.</summary>
    public string Theme { get; }

    /// <summary>Gets the address of an asset, relative to <see cref="Base"/>.</summary>
    public static string Asset(string path) => $"assets/{WebAssets.Instance.Version}/{path}";

    // A proxy that takes a prefix away says so; only a path that is one is believed.
    private static string BaseOf(HttpRequest request)
    {
        var prefix = request.Headers[PrefixHeader].ToString().TrimEnd('/');
        var known = prefix.StartsWith('/') && !prefix.StartsWith("//", StringComparison.Ordinal) && prefix.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or '~');
        return (known ? prefix : "") + request.PathBase.Value?.TrimEnd('/') + "/";
    }
}
