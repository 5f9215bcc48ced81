using Microsoft.AspNetCore.Http;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.People;

namespace OtelBridge.Server.Security.OpenIdConnect;

/// <summary>How a browser remembers that it is on its way to the provider and back: for the pages of signing in alone, and as the browser sees them behind a proxy.</summary>
internal sealed class WayCookie : CookieBuilder
{
    public WayCookie(string name) => Name = name;

    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom) => new()
    {
        Path = PageBase.PathOf(context) + PersonLinks.SignIn,
        HttpOnly = true,
        Secure = PageBase.OriginOf(context.Request).StartsWith("https:", StringComparison.Ordinal),
        SameSite = SameSiteMode.Lax, // the way back is a link that is followed, from the provider's site
        IsEssential = true,
        MaxAge = OpenIdProvider.WayTime,
    };
}
