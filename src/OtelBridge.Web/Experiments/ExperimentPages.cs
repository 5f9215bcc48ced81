using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Live;

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

    // Programs and people at a terminal ask for anything; browsers ask for HTML.
    private static async Task<IResult> ShowAllAsync(PageRequest request)
    {
        request.Http.Response.Headers.Vary = HeaderNames.Accept;
        return request.Http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? request.Html<ExperimentsPage>(await ExperimentList.ReadAsync(request))
            : Results.Text(PlainWelcome.Of(request.Context));
    }

    private static async Task<IResult> ShowAsync(PageRequest request) => request.Html<ExperimentPage>(await ExperimentView.ReadAsync(request));

    private static async Task<IResult> ListChoicesAsync(PageRequest request)
    {
        var target = ScopeTarget.Of(request.Query(ScopeTarget.AreaName), request.Scope, request.Http.Request.Query);
        return request.Html<ExperimentLinks>(await ExperimentChoices.ReadAsync(request.Store, target, request.Query(ExperimentChoices.SearchName), request.Aborted));
    }

    private static Task<IResult> Live(PageRequest request) => Task.FromResult<IResult>(new LiveStream(request, aborted => ExperimentList.FingerprintAsync(request.Store, aborted)));
}
