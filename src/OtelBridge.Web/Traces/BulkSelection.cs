using Microsoft.AspNetCore.Http;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search.Completion;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Traces;

/// <summary>Traces that something is to be done with: those of ids, or all that a filter finds.</summary>
/// <param name="Address">The list that they were selected in.</param>
/// <param name="Ids">Their ids; none where a filter says which.</param>
/// <param name="Filter">The filter, with fixed bounds of time, so that it finds no trace that starts later; null where ids say which.</param>
public sealed record BulkSelection(TraceListAddress Address, IReadOnlyList<string> Ids, string? Filter)
{
    /// <summary>The most traces that one change is made to.</summary>
    public const int Max = 10_000;

    public const string IdsName = "ids";
    public const string FilterName = "what";

    private const int PageSize = 500;
    private const int IdsPerFilter = 300; // a filter has at most 16 KiB

    /// <summary>Reads what a form says.</summary>
    /// <exception cref="BadHttpRequestException">It selects nothing, or too many.</exception>
    internal static async Task<BulkSelection> ReadAsync(PageRequest request)
    {
        var form = await request.Http.Request.ReadFormAsync(request.Aborted);
        var address = TraceListAddress.Read(request.Http.Request.Query);
        if (form[FilterName].ToString() is { Length: > 0 } fixedFilter)
        {
            return new BulkSelection(address, [], fixedFilter);
        }

        if (form["all"] == "1")
        {
            return new BulkSelection(address, [], Fixed(address.Scope, request.Context.Now).FilterWithRange(request.Context.Now));
        }

        List<string> ids = [.. form["id"].OfType<string>().Concat(form[IdsName].ToString().Split(',')).Where(static id => id.Length > 0).Distinct()];
        return ids.Count switch
        {
            0 => throw new BadHttpRequestException("No trace is selected."),
            > Max => throw new BadHttpRequestException(FormattableString.Invariant($"{ids.Count:N0} traces are selected; at most {Max:N0} are changed at once.")),
            _ => new BulkSelection(address, ids, null),
        };
    }

    /// <summary>The filters that find them, for readers that take filters alone.</summary>
    public IEnumerable<string> Filters() => Filter is not null ? [Filter] : Ids.Chunk(IdsPerFilter).Select(static ids => $"request_id IN ({string.Join(',', ids.Select(FilterWords.Text))})");

    /// <summary>Finds the traces; those that are gone are left out.</summary>
    /// <exception cref="RefusedChangeException">There are more than <see cref="Max"/>.</exception>
    internal async Task<IReadOnlyList<TraceInfo>> FindAsync(ITraceStore store, CancellationToken cancellationToken)
    {
        var found = new List<TraceInfo>(); // bounded by Max and a page
        foreach (var filter in Filters())
        {
            var token = "";
            do
            {
                var query = new TraceQuery(Filter is null ? [] : Address.Scope.ExperimentIds, PageSize, token) { Filter = filter };
                var page = await store.Reader.SearchTracesAsync(query, cancellationToken);
                found.AddRange(page.Items);
                token = page.NextPageToken;
            }
            while (token.Length > 0 && found.Count <= Max);
        }

        return found.Count <= Max
            ? found
            : throw new RefusedChangeException(FormattableString.Invariant($"More than {Max:N0} traces match, and at most {Max:N0} are changed at once. Narrow the filter down, or do it in parts."));
    }

    // What starts after the question was asked is not what was meant.
    private static Scope Fixed(Scope scope, DateTimeOffset now) =>
        scope.Range.Last.Length == 0
            ? scope with { Range = scope.Range with { To = scope.Range.To ?? now } }
            : scope with { Range = new TimeRange("", DateTimeOffset.UnixEpoch.AddTicks((scope.Range.Bounds(now).From ?? 0) / 100), now) };
}
