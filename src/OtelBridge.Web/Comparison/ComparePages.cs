using Microsoft.AspNetCore.Http;
using OtelBridge.Identifiers;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Completion;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Comparison;

/// <summary>Two traces beside each other.</summary>
internal static class ComparePages
{
    private const int MaxCandidates = 10;

    public static void Map(PageRoutes routes) => routes.Get("/compare", ShowAsync);

    public static async Task<IResult> ShowAsync(PageRequest request)
    {
        var address = ComparisonAddress.Read(request.Query);
        if (address.Left == ComparisonAddress.LatestOk || address.Right == ComparisonAddress.LatestOk)
        {
            return await LatestOkAsync(request, address);
        }

        address = address with { Left = TraceIdText.Normalise(address.Left), Right = TraceIdText.Normalise(address.Right) };
        string[] asked = [.. new[] { address.Left, address.Right }.Where(static id => id.Length > 0).Distinct()];
        var traces = asked.Length == 0 ? [] : await request.Store.Reader.GetTracesAsync(asked, request.Aborted);
        var (left, right) = (Find(traces, address.Left), Find(traces, address.Right));
        if (left is not null && right is not null)
        {
            return request.Html<ComparePage>(ComparisonModel.Of(address, left, right));
        }

        var missing = asked.Where(id => Find(traces, id) is null).ToList();
        var problem = missing.Count == 0 ? "" : $"There is no trace {string.Join(", and none ", missing)}. It may have been deleted, or has not arrived yet.";
        return await ChooseAsync(request, address, problem, (left ?? right)?.Info, missing.Count > 0 ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
    }

    // The address names no id, so that "compare with a good one" can be a link that is made without a search.
    private static async Task<IResult> LatestOkAsync(PageRequest request, ComparisonAddress address)
    {
        var isRight = address.Right == ComparisonAddress.LatestOk;
        var id = TraceIdText.Normalise(isRight ? address.Left : address.Right);
        var known = address.Left == address.Right ? null : await request.Store.Reader.FindTraceInfoAsync(id, request.Aborted);
        var empty = isRight ? address with { Left = id, Right = "" } : address with { Left = "", Right = id };
        if (known is null)
        {
            var problem = id.Length == 0 || address.Left == address.Right ? "" : $"There is no trace {id}. It may have been deleted, or has not arrived yet.";
            return await ChooseAsync(request, new ComparisonAddress("", ""), problem, null, problem.Length > 0 ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
        }

        var found = await SearchAsync(request, known, $"{FilterWords.Is("status", "OK")} AND ", 2);
        return found.FirstOrDefault(trace => trace.TraceId != known.TraceId) is { } good
            ? request.Redirect((isRight ? empty with { Right = good.TraceId } : empty with { Left = good.TraceId }).Link)
            : await ChooseAsync(request, empty, $"No other trace named “{known.Name}” has gone well.", known, StatusCodes.Status200OK);
    }

    private static async Task<IResult> ChooseAsync(PageRequest request, ComparisonAddress address, string problem, TraceInfo? known, int status)
    {
        var candidates = await SearchAsync(request, known, "", MaxCandidates + 1);
        return request.Html<CompareChoicePage>(
            new ComparisonChoice(address, problem, known, [.. candidates.Where(trace => trace.TraceId != known?.TraceId).Take(MaxCandidates)]), status);
    }

    private static async Task<IReadOnlyList<TraceInfo>> SearchAsync(PageRequest request, TraceInfo? like, string condition, int count)
    {
        if (like is { Name: "" })
        {
            return [];
        }

        var filter = like is null ? "" : condition + FilterWords.Is("name", like.Name);
        try
        {
            var page = await request.Store.Reader.SearchTracesAsync(
                new TraceQuery(like is null ? [] : [like.ExperimentId], count, "") { Filter = filter }, request.Aborted);
            return page.Items;
        }
        catch (InvalidFilterException) // a name longer than any filter
        {
            return [];
        }
    }

    private static Trace? Find(IReadOnlyList<Trace> traces, string id) => traces.FirstOrDefault(trace => trace.Info.TraceId == id);
}
