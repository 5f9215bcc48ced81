namespace OtelBridge.Decorators;

/// <summary>A stream whose every enumeration is a span.</summary>
internal sealed class TracedAsyncSequence<T>(StreamCall call, IAsyncEnumerable<T> sequence) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new TracedAsyncEnumerator<T>(call, sequence.GetAsyncEnumerator(cancellationToken));
}
