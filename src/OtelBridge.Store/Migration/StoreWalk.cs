using System.Runtime.CompilerServices;
using OtelBridge.Grpc;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Migration;

/// <summary>Reads a store from its first trace to its last, and traces whole, however large they are together.</summary>
internal sealed class StoreWalk(ITraceStore store, StorePatience patience)
{
    private const int PageSize = 500;

    // What is read and written at once: enough to make the calls few, little enough to hold some of them.
    private const int MaxTracesAtOnce = 50;
    private const int MaxSpansAtOnce = 1000;

    /// <summary>Gives the pages of trace records, in the order in which the traces were first stored.</summary>
    /// <param name="most">How many were there when it began: a store that takes traces faster than they are walked has no end.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    public async IAsyncEnumerable<IReadOnlyList<TraceInfo>> PagesAsync(long most, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var token = string.Empty;
        do
        {
            var page = await patience.RunAsync(() => store.Reader.ListTracesAsync(PageSize, token, cancellationToken), cancellationToken).ConfigureAwait(false);
            yield return page.Items;
            most -= page.Items.Count;
            token = page.NextPageToken;
        }
        while (token.Length > 0 && most > 0);
    }

    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        patience.RunAsync(() => store.Reader.CountTracesAsync([], string.Empty, cancellationToken), cancellationToken);

    /// <summary>Finds the records of traces by their ids; those that are not stored are not in it.</summary>
    public async Task<Dictionary<string, TraceInfo>> FindAsync(IEnumerable<TraceInfo> traces, CancellationToken cancellationToken)
    {
        string[] ids = [.. traces.Select(static trace => trace.TraceId)];
        var found = await patience.RunAsync(() => store.Reader.GetTraceInfosAsync(ids, cancellationToken), cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(static info => info.TraceId, StringComparer.Ordinal);
    }

    /// <summary>Reads traces with their spans; those that are not stored are left out, and those that cannot be read told.</summary>
    public async Task<IReadOnlyList<Trace>> ReadAsync(IReadOnlyList<string> ids, Action<string, string> unreadable, CancellationToken cancellationToken)
    {
        try
        {
            return await patience.RunAsync(() => store.Reader.GetTracesAsync(ids, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MessageTooLargeException or DamagedTraceException)
        {
            if (ids.Count == 1)
            {
                unreadable(ids[0], e.Message);
                return [];
            }
        }

        var traces = new List<Trace>(ids.Count);
        foreach (var id in ids)
        {
            traces.AddRange(await ReadAsync([id], unreadable, cancellationToken).ConfigureAwait(false));
        }

        return traces;
    }

    /// <summary>Cuts a list into what is read at once. A trace without spans is alone: it is made by its record, and not together with the others.</summary>
    public static IEnumerable<IReadOnlyList<TraceInfo>> Cut(IEnumerable<TraceInfo> traces)
    {
        var (piece, spans) = (new List<TraceInfo>(MaxTracesAtOnce), 0L);
        foreach (var trace in traces)
        {
            if (piece.Count > 0 && (piece.Count == MaxTracesAtOnce || spans + trace.SpanCount > MaxSpansAtOnce || trace.SpanCount == 0 || piece[0].SpanCount == 0))
            {
                yield return piece;
                (piece, spans) = (new List<TraceInfo>(MaxTracesAtOnce), 0);
            }

            piece.Add(trace);
            spans += trace.SpanCount;
        }

        if (piece.Count > 0)
        {
            yield return piece;
        }
    }
}
