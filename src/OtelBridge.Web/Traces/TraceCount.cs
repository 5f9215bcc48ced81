using OtelBridge.Store.Model;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Traces;

/// <summary>How many traces a scope has.</summary>
/// <param name="Count">The number, or what it is at least.</param>
/// <param name="IsExact">Whether it is all of them.</param>
public sealed record TraceCount(long Count, bool IsExact)
{
    private const int PageSize = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Counts; after three seconds it leafs through as many as another one allows, and says that there are at least so many.</summary>
    internal static async Task<TraceCount> ReadAsync(PageRequest request, Scope scope)
    {
        var filter = scope.FilterWithRange(request.Context.Now);
        var whole = 0L;
        if (await WithinAsync(request, Patience, async aborted => whole = await request.Store.Reader.CountTracesAsync(scope.ExperimentIds, filter, aborted)))
        {
            return new TraceCount(whole, true);
        }

        var atLeast = 0L;
        var isWhole = await WithinAsync(request, TimeSpan.FromSeconds(1), async aborted =>
        {
            var token = "";
            do
            {
                var page = await request.Store.Reader.SearchTracesAsync(new TraceQuery(scope.ExperimentIds, PageSize, token) { Filter = filter }, aborted);
                (atLeast, token) = (atLeast + page.Items.Count, page.NextPageToken);
            }
            while (token.Length > 0);
        });
        return new TraceCount(atLeast, isWhole);
    }

    private static async Task<bool> WithinAsync(PageRequest request, TimeSpan time, Func<CancellationToken, Task> work)
    {
        using var limit = new CancellationTokenSource(time, request.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, request.Aborted);
        try
        {
            await work(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return false;
        }
    }
}
