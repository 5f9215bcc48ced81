using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OtelBridge.Grpc;
using OtelBridge.Server.Commands;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Transfer;

/// <summary>Writes traces out, page by page: holds a few traces at a time, however many there are.</summary>
internal sealed class TraceExporter(ITraceSource source, ITraceFormat format, TraceSelection selection)
{
    private const int PageSize = 100;

    // What is read at once: enough to make the calls few, little enough to hold.
    private const int MaxTracesPerRead = 10;
    private const int MaxSpansPerRead = 2000;

    // The buffer is kept from trace to trace, but not for ever at the size of the largest.
    private const int MaxKeptBuffer = 4 * 1024 * 1024;

    private readonly Dictionary<string, string> _experimentNames = []; // bounded by the experiments of the store
    private ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Gets what makes the pages of two exports the same.</summary>
    public string Question =>
        JsonSerializer.Serialize((string[][])[[format.Name], [.. selection.Experiments], [selection.Filter], [.. selection.OrderBy]]);

    /// <summary>Counts the traces.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken)
    {
        var request = new CountTracesRequest { Filter = selection.Filter };
        request.ExperimentIds.AddRange(selection.Experiments);
        return source.CountAsync(request, cancellationToken);
    }

    /// <summary>Writes the traces, and says how many are in the output now.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="max">How many at most, with those of an earlier run.</param>
    /// <param name="written">Is told how many are written.</param>
    /// <param name="cancellationToken">Ends it between two traces.</param>
    public async Task<long> RunAsync(IExportOutput output, long max, Action<long> written, CancellationToken cancellationToken)
    {
        var (count, token) = (output.Start.Traces, output.Start.PageToken);
        var isBegun = output.Start.Bytes > 0;
        if (!isBegun)
        {
            format.WriteHeader(_buffer);
            await FlushAsync(output);
        }

        // An empty token is both the first page and the one after the last.
        for (var isLast = isBegun && token.Length == 0; !isLast && count < max; isLast = token.Length == 0)
        {
            var page = await source.SearchAsync(Request(token, (int)Math.Min(PageSize, max - count)), cancellationToken);
            await foreach (var trace in ReadAsync(page, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                format.Write(_buffer, trace, await ExperimentNameAsync(trace.Info.ExperimentId, cancellationToken));
                await FlushAsync(output);
                written(++count);
            }

            token = page.NextPageToken;
            await output.EndPageAsync(token, count);
        }

        await output.CompleteAsync();
        return count;
    }

    private SearchTracesRequest Request(string pageToken, int size)
    {
        var request = new SearchTracesRequest { MaxResults = size, PageToken = pageToken, Filter = selection.Filter };
        request.ExperimentIds.AddRange(selection.Experiments);
        request.OrderBy.AddRange(selection.OrderBy);
        return request;
    }

    private async IAsyncEnumerable<Trace> ReadAsync(SearchTracesResponse response, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = response.Traces;
        for (var next = 0; next < page.Count;)
        {
            var ids = new List<string>(MaxTracesPerRead);
            var spans = 0L;
            while (next < page.Count && ids.Count < MaxTracesPerRead && (ids.Count == 0 || spans + page[next].SpanCount <= MaxSpansPerRead))
            {
                spans += page[next].SpanCount;
                ids.Add(page[next++].TraceId);
            }

            foreach (var trace in await ReadAsync(ids, cancellationToken))
            {
                yield return trace;
            }
        }
    }

    // Traces that are too large together are read one by one.
    private async Task<IReadOnlyList<Trace>> ReadAsync(List<string> ids, CancellationToken cancellationToken)
    {
        try
        {
            return await source.BatchGetAsync(ids, cancellationToken);
        }
        catch (Exception e) when (ids.Count > 1 && e is MessageTooLargeException or GrpcException { Status: GrpcStatusCode.ResourceExhausted })
        {
            var traces = new List<Trace>(ids.Count);
            foreach (var id in ids)
            {
                traces.AddRange(await source.BatchGetAsync([id], cancellationToken));
            }

            return traces;
        }
    }

    private async Task<string> ExperimentNameAsync(string id, CancellationToken cancellationToken)
    {
        if (!_experimentNames.TryGetValue(id, out var name))
        {
            _experimentNames[id] = name = (await source.GetExperimentAsync(id, cancellationToken)).Name;
        }

        return name;
    }

    private async Task FlushAsync(IExportOutput output)
    {
        await output.WriteAsync(_buffer.WrittenMemory);
        if (_buffer.Capacity > MaxKeptBuffer)
        {
            _buffer = new ArrayBufferWriter<byte>();
        }
        else
        {
            _buffer.ResetWrittenCount();
        }
    }
}
