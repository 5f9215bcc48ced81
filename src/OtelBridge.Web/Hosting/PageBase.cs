using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace OtelBridge.Web.Hosting;

/// <summary>Where the pages lie, as the browser sees it: under which path, and at which server.</summary>
/// <remarks>Proxies say what they have taken away or put in its place. What they say decides nothing but addresses in the page of the one who asks; only what can be a path or a host is believed.</remarks>
internal static class PageBase
{
    private const string PrefixHeader = "X-Forwarded-Prefix";
    private const string HostHeader = "X-Forwarded-Host";
    private const string ProtocolHeader = "X-Forwarded-Proto";

    /// <summary>The path under which all pages lie, with a slash at its end.</summary>
    public static string PathOf(HttpContext http)
    {
        var own = (http.Request.PathBase.Value?.TrimEnd('/') ?? "") + GroupOf(http);
        var prefix = http.Request.Headers[PrefixHeader].ToString().TrimEnd('/');
        var known = prefix.StartsWith('/') && !prefix.StartsWith("//", StringComparison.Ordinal) && prefix.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or '~');

        // A proxy may say the prefix and leave it in the path as well.
        return (known && !prefix.EndsWith(own, StringComparison.Ordinal) ? prefix + own : known ? prefix : own) + "/";
    }

    /// <summary>The page's own path, relative to the base.</summary>
    public static string RelativePathOf(HttpContext http) => (http.Request.Path.ToUriComponent() is var path && GroupOf(http) is { Length: > 0 } group && path.StartsWith(group, StringComparison.Ordinal)
        ? path[group.Length..]
        : path).TrimStart('/');

    /// <summary>The server as the browser calls it: scheme, host and port.</summary>
    public static string OriginOf(HttpRequest request)
    {
        var scheme = First(request, ProtocolHeader) is ("http" or "https") and var said ? said : request.Scheme;
        var host = First(request, HostHeader);
        return $"{scheme}://{(IsHost(host) ? host : request.Host.Value)}";
    }

    /// <summary>Whether the host and port of an origin are ours: those of the request, or those that a proxy says it was asked for.</summary>
    public static bool IsOurHost(HttpRequest request, string authority) =>
        string.Equals(authority, request.Host.Value, StringComparison.OrdinalIgnoreCase) || string.Equals(authority, First(request, HostHeader), StringComparison.OrdinalIgnoreCase);

    // Of a chain of proxies, the first one spoke with the browser.
    private static string First(HttpRequest request, string header) => request.Headers[header].ToString().Split(',')[0].Trim();

    private static bool IsHost(string text) => text.Length > 0 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '[' or ']');

    // A program may map our pages into a group of its own, e.g. MapGroup("/otel").
    private static string GroupOf(HttpContext http)
    {
        var pattern = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var own = http.GetEndpoint()?.Metadata.GetMetadata<PagePattern>()?.Text;
        var group = pattern is not null && own is not null && pattern.EndsWith(own, StringComparison.Ordinal) ? pattern[..^own.Length].TrimEnd('/') : "";
        return group.Contains('{', StringComparison.Ordinal) ? "" : group;
    }
}
