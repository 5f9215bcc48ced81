using Microsoft.AspNetCore.Http;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Workspaces;

/// <summary>Changes the workspace that the pages are of, for this browser.</summary>
internal static class WorkspacePages
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static void Map(PageRoutes routes) => routes.Post("/workspace", ChooseAsync);

    private static async Task<IResult> ChooseAsync(PageRequest request)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        var name = form["workspace"].ToString();
        if (request.Http.Features.Get<WorkspaceChoice>()?.Names.Contains(name) == true)
        {
            request.Http.Response.Cookies.Append(WorkspaceChoice.Cookie, name, new CookieOptions
            {
                Path = request.Context.Base, SameSite = SameSiteMode.Lax, HttpOnly = true, IsEssential = true, MaxAge = Kept, Secure = request.Http.Request.IsHttps,
            });
        }

        return request.Redirect(Links.Experiments); // what was open is not in the other one
    }
}
