using System.Collections;

namespace OtelBridge.Decorators;

/// <summary>A stream whose every enumeration is a span.</summary>
internal sealed class TracedSequence<T>(StreamCall call, IEnumerable<T> sequence) : IEnumerable<T>
{
    public IEnumerator<T> GetEnumerator() => new TracedEnumerator<T>(call, sequence.GetEnumerator());

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
