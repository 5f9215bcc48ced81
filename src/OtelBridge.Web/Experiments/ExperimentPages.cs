using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Model;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Live;
using OtelBridge.Web.Traces;

namespace OtelBridge.Web.Experiments;

/// <summary>The way in: the experiments.</summary>
internal static class ExperimentPages
{
    public static void Map(PageRoutes routes)
    {
        routes.Get("/", ShowAllAsync);
        routes.Get("/experiments/live", Live);
        routes.Get("/experiments/choices", ListChoicesAsync);
        routes.Get("/experiments/{id}", ShowAsync);
        ExperimentChanges.Map(routes);
    }

    private static async Task<IResult> ShowAllAsync(PageRequest request) => request.Html<ExperimentsPage>(await ExperimentList.ReadAsync(request));

    private static async Task<IResult> ShowAsync(PageRequest request) => request.Html<ExperimentPage>(await ExperimentView.ReadAsync(request));

    private static async Task<IResult> ListChoicesAsync(PageRequest request)
    {
        var target = ScopeTarget.Of(request.Query(ScopeTarget.AreaName), request.Scope, request.Http.Request.Query);
        return request.Html<ExperimentLinks>(await ExperimentChoices.ReadAsync(request.Store, target, request.Query(ExperimentChoices.SearchName), request.Aborted));
    }

    // The sums change with the latest trace; what changes older ones is seen at the next of it.
    private static Task<IResult> Live(PageRequest request) => Task.FromResult<IResult>(new LiveStream(request.Time, async aborted =>
    {
        var latest = await request.Store.Reader.SearchTracesAsync(new TraceQuery([], 1, ""), aborted);
        return latest.Items.Count == 0 ? "" : TraceList.PrintOf(latest.Items[0]);
    }));
}
