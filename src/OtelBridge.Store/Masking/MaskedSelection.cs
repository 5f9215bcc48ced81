using System.Runtime.CompilerServices;
using OtelBridge.Store.Migration;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Masking;

/// <summary>The traces that are to be masked, in pieces of what may be held at once, while they are masked: a page stands by its position, not by what it says.</summary>
internal sealed class MaskedSelection(ITraceStore store, MaskingWork work)
{
    private const int PageSize = 500;

    /// <summary>Gives the ids.</summary>
    /// <param name="most">How many were there when it began.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public async IAsyncEnumerable<IReadOnlyList<string>> PiecesAsync(long most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var token = string.Empty;
        do
        {
            var page = await PageAsync(token, cancellationToken).ConfigureAwait(false);
            foreach (var piece in StoreWalk.Cut(page.Items))
            {
                yield return [.. piece.Select(static trace => trace.TraceId)];
            }

            most -= page.Items.Count;
            token = page.NextPageToken;
        }
        while (token.Length > 0 && most > 0);
    }

    private Task<Page<Tracking.V1.TraceInfo>> PageAsync(string token, CancellationToken cancellationToken) => work.Experiments.Count == 0 && work.Filter.Length == 0
        ? store.Reader.ListTracesAsync(PageSize, token, cancellationToken)
        : store.Reader.SearchTracesAsync(new TraceQuery(work.Experiments, PageSize, token) { Filter = work.Filter }, cancellationToken);
}
