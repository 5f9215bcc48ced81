using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Search;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Live;

namespace OtelBridge.Web.Traces;

/// <summary>The list of traces and the parts of it that come later.</summary>
internal static class TraceListPages
{
    public static void Map(PageRoutes routes)
    {
        routes.Get("/traces", ShowAsync);
        routes.Get("/traces/rows", RowsAsync);
        routes.Get("/traces/count", CountAsync);
        routes.Get("/traces/chart", ChartAsync);
        routes.Get("/traces/live", Live);
        routes.Get("/traces/narrow", Narrow);
        routes.Get("/traces/columns", Columns);
        routes.Get("/complete", CompleteAsync);
    }

    private static async Task<IResult> ShowAsync(PageRequest request) =>
        request.Html<TraceListPage>(await TraceList.ReadAsync(request, AddressOf(request), request.Query(TraceListAddress.PageName)));

    private static async Task<IResult> RowsAsync(PageRequest request) =>
        request.Html<TraceRowsPart>(await TraceList.ReadAsync(request, AddressOf(request), request.Query(TraceListAddress.PageName)));

    private static async Task<IResult> CountAsync(PageRequest request) => request.Html<TraceCountPart>(await TraceCount.ReadAsync(request, AddressOf(request).Scope));

    private static async Task<IResult> ChartAsync(PageRequest request) =>
        request.Html<TraceChartPart>(new Dictionary<string, object?> { ["Chart"] = await TraceChartModel.ReadAsync(request, AddressOf(request)) });

    private static Task<IResult> Live(PageRequest request)
    {
        var address = AddressOf(request);
        TraceFilter.Parse(address.Scope.Filter);
        TraceOrder.Parse(address.Order);
        return Task.FromResult<IResult>(new LiveStream(request, _ => TraceList.FingerprintAsync(request, address)));
    }

    // Where a cell's menu leads: only the store knows how conditions are put together.
    private static Task<IResult> Narrow(PageRequest request)
    {
        var address = AddressOf(request);
        return Task.FromResult(request.Redirect(address.With(address.Scope.And(request.Query("with"))).Page));
    }

    private static Task<IResult> Columns(PageRequest request)
    {
        var chosen = TraceColumns.Read(string.Join(',', request.Http.Request.Query["column"].OfType<string>())) ?? TraceColumns.Default;
        var isDefault = chosen.SequenceEqual(TraceColumns.Default);
        var text = TraceColumns.Write(chosen);
        request.Http.Response.Cookies.Append(
            TraceColumns.CookieName, text, new CookieOptions { Path = request.Context.Base, SameSite = SameSiteMode.Lax, HttpOnly = true, MaxAge = TimeSpan.FromDays(365), Secure = request.Http.Request.IsHttps });
        return Task.FromResult(request.Redirect((AddressOf(request) with { Columns = isDefault ? "" : text }).Page));
    }

    private static async Task<IResult> CompleteAsync(PageRequest request) => Results.Json(await FilterAdvice.GiveAsync(request));

    private static TraceListAddress AddressOf(PageRequest request) => TraceListAddress.Read(request.Http.Request.Query);
}
