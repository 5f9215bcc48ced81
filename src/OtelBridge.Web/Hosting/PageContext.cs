using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Access;
using OtelBridge.Web.Audit;

namespace OtelBridge.Web.Hosting;

/// <summary>What every part of a page may need to know of the request: where the pages live, how they should look, what time it is.</summary>
public sealed class PageContext
{
    internal const string ThemeCookie = "otelbridge-theme";

    internal static readonly IReadOnlyList<string> Themes = ["system", "light", "dark"];

    public PageContext(HttpContext http, DateTimeOffset now)
    {
        Http = http;
        Now = now;
        Base = PageBase.PathOf(http);
        Theme = http.Request.Cookies[ThemeCookie] is { } theme && Themes.Contains(theme) ? theme : Themes[0];
        Reader = http.RequestServices?.GetService<CurrentCaller>()?.Value;
        Address = HttpMethods.IsGet(http.Request.Method) ? PageBase.RelativePathOf(http) + http.Request.QueryString.ToUriComponent() : "";
    }

    /// <summary>Gets the request.</summary>
    public HttpContext Http { get; }

    /// <summary>Gets the moment that the page speaks of as now.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Gets the path under which all pages lie, with a slash at its end: all our addresses are relative to it (the page's <c>base</c>).</summary>
    public string Base { get; }

    /// <summary>Gets the whole address under which programs reach this server, as the reader's browser does; without a slash at its end.</summary>
    public string Server => PageBase.OriginOf(Http.Request) + Base.TrimEnd('/');

    /// <summary>Gets light, dark or system.</summary>
    public string Theme { get; }

    /// <summary>Gets who reads the page; null where nobody is asked who they are, and everybody may do everything.</summary>
    public Caller? Reader { get; }

    /// <summary>Gets whether there is an audit log that is theirs to read.</summary>
    public bool ShowsAudit => Reader is null or { IsAdmin: true } && Http.RequestServices?.GetService<IAuditDesk>() is not null;

    /// <summary>Gets whether keys and people are theirs to change.</summary>
    public bool IsForAdmin => Reader is { IsAdmin: true };

    /// <summary>Gets the page's own address, relative to <see cref="Base"/>; empty for the way in, and for the answer to a change.</summary>
    public string Address { get; }

    /// <summary>Says whether what changes an experiment, or something in it, is worth offering. Who may is decided where it is done.</summary>
    public bool Offers(AccessLevel level, string experimentId) =>
        Reader is null || (Reader.Of(experimentId) >= level && (Reader.IsAdmin || Reader.Scopes.HasFlag(AccessScopes.Write)));

    /// <summary>Gets the address of an asset, relative to <see cref="Base"/>.</summary>
    public static string Asset(string path) => $"assets/{WebAssets.Instance.Version}/{path}";
}
