using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Store.Access;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Retention;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Live;

namespace OtelBridge.Web.Health;

/// <summary>Health: what comes in, what waits, what is stored, what is deleted.</summary>
internal static class StatusPages
{
    private const int MostExperiments = 500; // that are looked at for tags of retention

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    public static void Map(PageRoutes routes)
    {
        routes.Get("/status", static request => Task.FromResult(request.Html<StatusPage>(ModelOf(request))));
        routes.Get("/status/store", StoreAsync);
        routes.Get("/status/live", static request => Task.FromResult<IResult>(new LiveStream(request, _ => Task.FromResult(Tick(request.Time)))));
    }

    // Rates and memory always change: the page is read again every few seconds, and the stream tells when the server is gone.
    private static string Tick(TimeProvider time) => (time.GetUtcNow().Ticks / Pace.Ticks).ToString(CultureInfo.InvariantCulture);

    private static StatusModel ModelOf(PageRequest request)
    {
        var services = request.Http.RequestServices;
        if (services.GetService<CurrentCaller>() is { Value.SeesAll: false })
        {
            throw new AccessDeniedException("The health of the server tells who sends to every experiment, and you may not read all of them.");
        }

        var intake = HereOf(request)?.Intake ?? services.GetRequiredService<IntakeLedger>();
        return StatusModel.Of(intake.Read(), services.GetRequiredService<IServerFacts>(), ProcessFacts.Read(), request.Time.GetUtcNow());
    }

    // Of other workspaces a page does not even tell how much they are sent.
    private static Workspace? HereOf(PageRequest request) => WorkspaceStores.Under(request.Store)?.Current;

    private static async Task<IResult> StoreAsync(PageRequest request)
    {
        var services = request.Http.RequestServices;
        var size = request.Store.Aggregates.ReadSizeAsync(request.Aborted);
        var experiments = await request.Store.Experiments.SearchAsync(new SearchExperimentsRequest { MaxResults = MostExperiments }, request.Aborted);
        var model = StoreModel.Of(
            request.Store.Description,
            await size,
            services.GetRequiredService<RetentionLimits>(),
            (HereOf(request)?.Sweeps ?? services.GetRequiredService<SweepLedger>()).Read(),
            experiments.Items);
        return request.Html<StorePart>(model);
    }
}
