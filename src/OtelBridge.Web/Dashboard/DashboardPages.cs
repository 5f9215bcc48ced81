using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Traces;

namespace OtelBridge.Web.Dashboard;

/// <summary>The dashboard: a page at once, and its parts as each is summed up.</summary>
internal static class DashboardPages
{
    public static void Map(PageRoutes routes)
    {
        routes.Get("/dashboard", ShowAsync);
        routes.Get("/dashboard/{section}", PartAsync);
    }

    private static async Task<IResult> ShowAsync(PageRequest request)
    {
        var address = DashboardAddress.Read(request.Http.Request.Query);
        return request.Html<DashboardPage>(await ReadAsync(request, address));
    }

    private static async Task<IResult> PartAsync(PageRequest request)
    {
        if (!Enum.TryParse<DashboardSection>(request.Route("section"), ignoreCase: true, out var section) || !Enum.IsDefined(section))
        {
            throw new NotStoredException("The dashboard has no such part.");
        }

        var address = DashboardAddress.Read(request.Http.Request.Query);
        return request.Html<DashboardPart>(await DashboardReader.Of(request, address).ReadAsync(section));
    }

    private static async Task<DashboardModel> ReadAsync(PageRequest request, DashboardAddress address)
    {
        try
        {
            TraceFilter.Parse(address.Scope.Filter);
        }
        catch (InvalidFilterException e)
        {
            return new DashboardModel(address, [], new FilterFault(e.Message, e.Place));
        }

        if (!address.IsWhole)
        {
            return new DashboardModel(address, [], null);
        }

        var reader = DashboardReader.Of(request, address);
        return new DashboardModel(address, await Task.WhenAll(Enum.GetValues<DashboardSection>().Select(reader.ReadAsync)), null);
    }
}
