using Microsoft.AspNetCore.Http;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Runs;

/// <summary>The runs of experiments: the list, one of them, some beside each other.</summary>
internal static class RunPages
{
    private const int MaxName = 500;

    public static void Map(PageRoutes routes)
    {
        routes.Get("/runs", ShowAllAsync);
        routes.Get("/runs/compare", CompareAsync);
        routes.Get("/runs/{id}", ShowAsync);
        routes.Post("/runs/{id}/name", RenameAsync);
        routes.Post("/runs/{id}/delete", request => SetStageAsync(request, LifecycleStage.Deleted));
        routes.Post("/runs/{id}/restore", request => SetStageAsync(request, LifecycleStage.Active));
    }

    private static async Task<IResult> ShowAllAsync(PageRequest request) => request.Html<RunsPage>(await RunList.ReadAsync(request));

    private static async Task<IResult> CompareAsync(PageRequest request) => request.Html<RunComparisonPage>(await RunComparison.ReadAsync(request));

    private static async Task<IResult> ShowAsync(PageRequest request) => request.Html<RunPage>(await RunView.ReadAsync(request));

    private static async Task<IResult> RenameAsync(PageRequest request)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        var name = form["name"].ToString().Trim();
        if (name.Length is 0 or > MaxName)
        {
            throw new BadHttpRequestException($"A run's name has 1 to {MaxName} characters.");
        }

        await request.Store.Runs.UpdateAsync(new UpdateRunRequest { RunId = request.Route("id"), Name = name }, request.Aborted);
        return request.Redirect(Links.Run(request.Route("id")));
    }

    private static async Task<IResult> SetStageAsync(PageRequest request, LifecycleStage stage)
    {
        await request.Store.Runs.SetLifecycleAsync(request.Route("id"), stage, request.Aborted);
        return request.Redirect(Links.Run(request.Route("id")));
    }
}
