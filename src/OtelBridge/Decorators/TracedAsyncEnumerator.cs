using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace OtelBridge.Decorators;

/// <summary>One enumeration of an asynchronous stream inside a span, which is current while the producer runs.</summary>
/// <remarks>What an async method makes current ends with it, so the consumer's own span stays.</remarks>
[StackTraceHidden]
internal sealed class TracedAsyncEnumerator<T>(StreamCall call, IAsyncEnumerator<T> enumerator) : IAsyncEnumerator<T>
{
    private StreamSpan<T>? _span;
    private bool _started;

    public T Current => enumerator.Current;

    public ValueTask<bool> MoveNextAsync()
    {
        if (!_started)
        {
            _started = true;
            _span = StreamSpan<T>.Start(call);
        }

        return _span is { HasEnded: false } span ? MoveAsync(span) : enumerator.MoveNextAsync();
    }

    public ValueTask DisposeAsync() => _span is { HasEnded: false } span ? DisposeAsync(span) : enumerator.DisposeAsync();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> MoveAsync(StreamSpan<T> span)
    {
        span.Enter();
        try
        {
            if (await enumerator.MoveNextAsync().ConfigureAwait(false))
            {
                span.Add(enumerator.Current);
                return true;
            }
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }

        span.End();
        return false;
    }

    private async ValueTask DisposeAsync(StreamSpan<T> span)
    {
        span.Enter();
        try
        {
            // The producer's finally blocks run.
            await enumerator.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }

        span.End();
    }
}
