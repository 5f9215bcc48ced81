using Microsoft.AspNetCore.Http;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Theme;

/// <summary>How the pages look: remembered by the browser, so that the first byte of the next page has it already.</summary>
internal static class ThemePages
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static void Map(PageRoutes routes) => routes.Post("/theme", ChooseAsync);

    private static async Task<IResult> ChooseAsync(PageRequest request)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        var cookies = request.Http.Response.Cookies;
        var options = new CookieOptions { Path = request.Context.Base, SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true, MaxAge = Kept, Secure = request.Http.Request.IsHttps };
        var theme = form["theme"].ToString();
        if (PageContext.Themes.Contains(theme))
        {
            cookies.Append(PageContext.ThemeCookie, theme, options);
        }

        return request.Redirect(LocalAddress.Of(form["return"].ToString()));
    }
}
