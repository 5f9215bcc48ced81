namespace OtelBridge.GenAI.Calls;

/// <summary>A streamed answer whose every enumeration is a call, and a span.</summary>
internal sealed class TracedStream<TState, TRecord, TChunk>(
    Func<TState, TRecord> record, Func<TRecord, TState, IAsyncEnumerable<TChunk>> open, TState state) : IAsyncEnumerable<TChunk>
    where TRecord : class, IStreamRecord<TChunk>
{
    public IAsyncEnumerator<TChunk> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new TracedStreamReader<TRecord, TChunk>(record(state), told => open(told, state).GetAsyncEnumerator(cancellationToken));
}
