using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Workspaces;

namespace OtelBridge.Web.Audit;

/// <summary>Who did what, for admins.</summary>
internal static class AuditPages
{
    private const string NoLog =
        "This server does not write down who reads, changes, deletes and exports what. Started with --audit it does; with --auth, which asks everybody who they are, it always does.";

    public static void Map(PageRoutes routes) => routes.Get("/" + AuditAddress.Path, ShowAsync);

    private static async Task<IResult> ShowAsync(PageRequest request)
    {
        if (request.Http.RequestServices.GetService<IAuditDesk>() is not { } desk)
        {
            return FaultPages.Answer(request, StatusCodes.Status404NotFound, "No audit log", NoLog);
        }

        var address = AuditAddress.Read(request.Http.Request.Query);
        try
        {
            var page = await desk.SearchAsync(address.Find, request.Aborted);
            var here = request.Http.Features.Get<WorkspaceChoice>()?.Current ?? WorkspaceName.Default;
            return request.Html<AuditPage>(new AuditListModel(address, [.. page.Items.Select(entry => AuditRow.Of(entry, here))], page.NextPageToken, ""));
        }
        catch (Exception e) when (e is InvalidFilterException or InvalidPageTokenException)
        {
            return request.Html<AuditPage>(new AuditListModel(address, [], "", e.Message));
        }
    }
}
