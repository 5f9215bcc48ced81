using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Search;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Live;
using OtelBridge.Web.Traces;

namespace OtelBridge.Web.Sessions;

/// <summary>Conversations: the list of them, and one to read.</summary>
internal static class SessionPages
{
    private const int PageSize = 50;

    public static void Map(PageRoutes routes)
    {
        routes.Get("/sessions", ListAsync);
        routes.Get("/session", ShowAsync);
        routes.Get("/session/live", WatchAsync);
    }

    public static async Task<IResult> ListAsync(PageRequest request)
    {
        var (scope, token) = (request.Scope, request.Query(SessionListModel.PageName));
        var (from, to) = scope.Range.Bounds(request.Time.GetUtcNow());
        try
        {
            var page = await request.Store.Aggregates.ListSessionsAsync(
                new AggregateQuery(scope.ExperimentIds, scope.Filter, from, to), PageSize, token, request.Aborted);
            return request.Html<SessionsPage>(new SessionListModel(scope, page.Items, null, token.Length == 0, page.NextPageToken));
        }
        catch (InvalidFilterException e)
        {
            return request.Html<SessionsPage>(
                new SessionListModel(scope, [], new FilterFault(e.Message, e.Place), token.Length == 0, ""), StatusCodes.Status400BadRequest);
        }
    }

    public static async Task<IResult> ShowAsync(PageRequest request) =>
        await new SessionReader(request.Store, request.Aborted).ReadAsync(SessionAddress.Read(request.Query)) is { } model
            ? request.Html<SessionPage>(model)
            : FaultPages.Answer(request, StatusCodes.Status404NotFound, "No such session", "No trace is of this session. Its traces may have been deleted, or have not arrived yet.");

    private static Task<IResult> WatchAsync(PageRequest request)
    {
        var address = SessionAddress.Read(request.Query);
        return Task.FromResult<IResult>(new LiveStream(request, aborted => new SessionReader(request.Store, aborted).FingerprintAsync(address)));
    }
}
