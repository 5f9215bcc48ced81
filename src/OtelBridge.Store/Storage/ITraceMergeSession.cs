using OtelBridge.Otlp;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage;

/// <summary>What <see cref="TraceMerge"/> reads and writes, inside the transaction that is open. It sees its own writes.</summary>
/// <remarks>Belongs to the one thread that writes.</remarks>
internal interface ITraceMergeSession
{
    /// <summary>Gets the token usage and cost of traces that are growing.</summary>
    UsageTrees UsageTrees { get; }

    TraceFacts? FindTrace(string traceId);

    /// <summary>Stores the record of a new trace and gives its key. Its words are still to be indexed.</summary>
    long InsertTrace(string traceId, TraceFacts trace);

    /// <summary>Stores what follows from the spans of a trace. Its words are to be indexed again.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="spansReplaced">Whether the text index may name words of spans that are no longer there.</param>
    void UpdateTrace(TraceFacts trace, bool spansReplaced);

    /// <summary>Stores a block and gives its id.</summary>
    long InsertBlock(PayloadBlock block);

    /// <summary>Counts spans that have begun (or, below zero, ended) to use a block. A block that nothing uses goes.</summary>
    void AddBlockUse(long blockId, int spans);

    StoredSpan? FindSpan(long traceKey, long spanId);

    /// <summary>Stores the search columns of a span, in place of those it had.</summary>
    void PutSpan(long traceKey, long blockId, int part, int ordinal, SpanRow span);

    /// <summary>Notes values that a trace is found by; those that are noted stay. Written by <see cref="FinishFacets"/> at the latest.</summary>
    /// <param name="traceKey">The trace.</param>
    /// <param name="facets">The values.</param>
    /// <param name="isNew">Whether the trace was made since the last <see cref="FinishFacets"/>.</param>
    void PutFacets(long traceKey, IReadOnlyCollection<Facet> facets, bool isNew);

    /// <summary>Ends a request: traces that come now do not belong together with those before.</summary>
    void FinishFacets();

    /// <summary>Reads start, end and number of the stored spans of a trace.</summary>
    (long Start, long? End, long Count) ReadExtent(long traceKey);

    List<SpanUsage> ReadUsage(long traceKey);

    /// <summary>Reads the payload of a trace, see <see cref="Sql.SqlTracePayload.Read"/>.</summary>
    IEnumerable<(TracesData Message, IReadOnlyDictionary<int, SpanPlace> Places)> ReadPayload(long traceKey);

    /// <summary>Sets a tag that a span says, unless a better root says another one, or it is not from a span.</summary>
    void PutTag(long traceKey, string key, string value, SpanRow source);

    /// <summary>Sets metadata under the rules of <see cref="PutTag"/>.</summary>
    void PutMetadata(long traceKey, string key, string value, SpanRow source);

    /// <summary>Removes the tags that came from a span, and gives their keys.</summary>
    List<string> TakeTags(long traceKey, long spanId);

    /// <summary>Removes the metadata that came from a span, and gives their keys.</summary>
    List<string> TakeMetadata(long traceKey, long spanId);
}
