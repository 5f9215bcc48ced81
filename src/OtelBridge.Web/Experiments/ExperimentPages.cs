using Microsoft.AspNetCore.Http;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Experiments;

/// <summary>The way in: the experiments.</summary>
internal static class ExperimentPages
{
    private const int PageSize = 100;

    public static void Map(PageRoutes routes)
    {
        routes.Get("/", ShowAsync);
        routes.Get("/experiments/choices", ListChoicesAsync);
    }

    public static async Task<IResult> ShowAsync(PageRequest request)
    {
        var page = await request.Store.Experiments.SearchAsync(new SearchExperimentsRequest { MaxResults = PageSize, PageToken = request.Query("page") }, request.Aborted);
        return request.Html<ExperimentsPage>(page.Items);
    }

    private static async Task<IResult> ListChoicesAsync(PageRequest request)
    {
        var target = ScopeTarget.Of(request.Query(ScopeTarget.AreaName), request.Scope, request.Http.Request.Query);
        return request.Html<ExperimentLinks>(await ExperimentChoices.ReadAsync(request.Store, target, request.Query(ExperimentChoices.SearchName), request.Aborted));
    }
}
