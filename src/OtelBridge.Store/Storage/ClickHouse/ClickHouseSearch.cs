using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.ClickHouse.Search;
using OtelBridge.Store.Storage.Search;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Finds and counts the traces of a filter.</summary>
internal sealed class ClickHouseSearch(ClickHouseReads database, IExperimentCatalog experiments)
{
    // More than can be read each by itself, in the order of the table.
    private const int MostListed = 16;

    // Numbers of ClickHouse's system.errors. A statement is never wrong in itself, so what it cannot parse is too large.
    private const int SyntaxError = 62;
    private const int TooDeepSyntaxTree = 167;
    private const int TooLargeSyntaxTree = 168;
    private const int TooDeepRecursion = 306;
    private const int CannotCompileRegexp = 427;

    private readonly ClickHouseRecordReader _records = new(database);

    /// <summary>Finds a page of records.</summary>
    /// <exception cref="InvalidFilterException">The filter or the order cannot be read, or a regular expression of it takes too long.</exception>
    /// <exception cref="InvalidPageTokenException">The token was not made here, or for another search.</exception>
    public async Task<Page<TraceInfo>> FindAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        var (ids, next) = await FindIdsAsync(query, TraceFilter.Parse(query.Filter), TraceOrder.Parse(query.OrderBy), NumberRange.All, cancellationToken).ConfigureAwait(false);
        return new Page<TraceInfo>(await _records.ReadRecordsAsync(ids, cancellationToken).ConfigureAwait(false), next);
    }

    /// <summary>Finds a page: the ids of its traces in their order, and the token of the next one, empty on the last.</summary>
    public Task<(IReadOnlyList<string> TraceIds, string NextPageToken)> FindIdsAsync(
        TraceQuery query, FilterNode? filter, IReadOnlyList<OrderTerm> order, NumberRange starts, CancellationToken cancellationToken) =>
        SearchAsync<(IReadOnlyList<string>, string)>(query.ExperimentIds, filter, order, starts, async search =>
        {
            var token = SearchPageToken.Read(query, search.Order.Columns);
            var page = new SearchPage(token.Offset, query.MaxResults);
            await search.FindAsync(page, token.Position).ConfigureAwait(false);
            return ([.. page.Positions.Select(static position => (string)position[^1]!)], page.HasMore ? SearchPageToken.Write(page.Positions[^1], query) : string.Empty);
        }, cancellationToken);

    /// <summary>Counts the traces of a filter.</summary>
    public Task<long> CountAsync(IReadOnlyList<string> experimentIds, string filter, CancellationToken cancellationToken) =>
        SearchAsync(experimentIds, TraceFilter.Parse(filter), [], NumberRange.All, static search => search.CountAsync(), cancellationToken);

    /// <summary>Calls back, one after the other, with selections that hold each trace of a filter once: one as a rule, more where spans have to decide.</summary>
    /// <param name="experimentIds">Experiments to look in; empty means all.</param>
    /// <param name="filter">The filter; null for every trace.</param>
    /// <param name="starts">The range of starts.</param>
    /// <param name="read">Reads what it wants of a selection. Called again from the beginning when ClickHouse turns a regular expression of the filter down, before any rows.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public Task SelectAsync(
        IReadOnlyList<string> experimentIds, FilterNode? filter, NumberRange starts, Func<ClickHouseSelection, Task> read, CancellationToken cancellationToken) =>
        SearchAsync(experimentIds, filter, [], starts, async search =>
        {
            await search.SelectAsync(read).ConfigureAwait(false);
            return true;
        }, cancellationToken);

    private async Task<T> SearchAsync<T>(
        IReadOnlyList<string> experimentIds, FilterNode? filter, IReadOnlyList<OrderTerm> order, NumberRange starts, Func<FilterSearch, Task<T>> run,
        CancellationToken cancellationToken)
    {
        var scope = experimentIds.Count > 0 ? ClickHouseScope.Of(experimentIds) : await ListAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await run(new FilterSearch(database, scope, filter, order, starts, usesPatterns: true, cancellationToken)).ConfigureAwait(false);
        }
        catch (ClickHouseException e) when (e.Code is SyntaxError or TooDeepSyntaxTree or TooLargeSyntaxTree or TooDeepRecursion)
        {
            throw new InvalidFilterException("The filter has too many conditions, or too many inside each other, for ClickHouse. Ask for less at once.");
        }
        catch (ClickHouseException e) when (e.Code == CannotCompileRegexp)
        {
            return await run(new FilterSearch(database, scope, filter, order, starts, usesPatterns: false, cancellationToken)).ConfigureAwait(false);
        }
    }

    private async Task<ClickHouseScope> ListAsync(CancellationToken cancellationToken)
    {
        var page = await experiments.SearchAsync(
            new SearchExperimentsRequest { MaxResults = MostListed, View = LifecycleView.All }, cancellationToken).ConfigureAwait(false);
        return page.NextPageToken.Length > 0
            ? new ClickHouseScope(null, IsAll: true)
            : ClickHouseScope.Of([.. page.Items.Select(static experiment => experiment.ExperimentId)]) with { IsAll = true };
    }
}
