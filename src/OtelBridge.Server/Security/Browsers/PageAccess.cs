using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Access;
using OtelBridge.Web.Audit;
using OtelBridge.Web.People;

namespace OtelBridge.Server.Security.Browsers;

/// <summary>Which scopes a page needs.</summary>
internal static class PageAccess
{
    public static AccessScopes ScopesOf(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments("/assets") || request.Path.Value is "/" + PersonLinks.SignIn or "/" + PersonLinks.SignOut)
        {
            return AccessScopes.None; // the same for everybody
        }

        if (request.Path.StartsWithSegments("/" + AuditAddress.Path) || request.Path.StartsWithSegments("/" + PersonLinks.Keys) || request.Path.StartsWithSegments("/" + PersonLinks.People))
        {
            return AccessScopes.Admin;
        }

        // The colours of the pages and which workspace they are of are nothing in the store, and what is compared or exported is only read.
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || request.Path.Value is "/theme" or "/workspace" or "/traces/compare" or "/traces/export" or "/traces/delete/ask" or "/traces/tag/ask";
        return isRead ? AccessScopes.Read : AccessScopes.Write;
    }
}
