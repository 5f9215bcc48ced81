using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OtelBridge.Web.Assessments;
using OtelBridge.Web.Audit;
using OtelBridge.Web.Comparison;
using OtelBridge.Web.Dashboard;
using OtelBridge.Web.Experiments;
using OtelBridge.Web.Health;
using OtelBridge.Web.Keys;
using OtelBridge.Web.Palette;
using OtelBridge.Web.People;
using OtelBridge.Web.Runs;
using OtelBridge.Web.Sessions;
using OtelBridge.Web.Spans;
using OtelBridge.Web.Tags;
using OtelBridge.Web.Theme;
using OtelBridge.Web.TraceView;
using OtelBridge.Web.Traces;
using OtelBridge.Web.Workspaces;

namespace OtelBridge.Web.Hosting;

/// <summary>Where all pages are mapped: one line an area.</summary>
internal static class WebEndpoints
{
    private const string Immutable = "public, max-age=31536000, immutable";

    public static void MapWeb(this IEndpointRouteBuilder endpoints)
    {
        var routes = new PageRoutes(endpoints);
        ExperimentPages.Map(routes);
        TracePages.Map(routes);
        RunPages.Map(routes);
        PalettePages.Map(routes);
        SpanPages.Map(routes);
        TagPages.Map(routes);
        AssessmentPages.Map(routes);
        ThemePages.Map(routes);
        TraceListPages.Map(routes);
        DashboardPages.Map(routes);
        StatusPages.Map(routes);
        BulkPages.Map(routes);
        ComparePages.Map(routes);
        SessionPages.Map(routes);
        SignInPages.Map(routes);
        AccountPages.Map(routes);
        PeoplePages.Map(routes);
        KeyPages.Map(routes);
        AuditPages.Map(routes);
        WorkspacePages.Map(routes);
        endpoints.MapGet("/assets/{version}/{**path}", AssetAsync);
    }

    private static async Task AssetAsync(HttpContext context)
    {
        var path = context.Request.RouteValues["path"] as string ?? "";
        if (WebAssets.Instance.Find(path) is not { } asset)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = asset.ContentType;
        context.Response.ContentLength = asset.Bytes.Length;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = (string?)context.Request.RouteValues["version"] == WebAssets.Instance.Version ? Immutable : "no-cache";
        await context.Response.Body.WriteAsync(asset.Bytes, context.RequestAborted);
    }
}
