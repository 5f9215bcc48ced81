using System.Collections;
using System.Diagnostics;

namespace OtelBridge.Decorators;

/// <summary>One enumeration of a stream inside a span, which is current while the producer runs and never for the consumer.</summary>
[StackTraceHidden]
internal sealed class TracedEnumerator<T>(StreamCall call, IEnumerator<T> enumerator) : IEnumerator<T>
{
    private StreamSpan<T>? _span;
    private bool _started;

    public T Current => enumerator.Current;

    object? IEnumerator.Current => enumerator.Current;

    public bool MoveNext()
    {
        if (!_started)
        {
            _started = true;
            _span = StreamSpan<T>.Start(call);
        }

        if (_span is not { HasEnded: false } span)
        {
            return enumerator.MoveNext();
        }

        bool moved;
        var consumer = span.Enter();
        try
        {
            moved = enumerator.MoveNext();
            if (moved)
            {
                span.Add(enumerator.Current);
            }
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }
        finally
        {
            span.Leave(consumer);
        }

        if (!moved)
        {
            span.End();
        }

        return moved;
    }

    public void Reset()
    {
        enumerator.Reset();
        _span?.End();
        _span = null;
        _started = false;
    }

    public void Dispose()
    {
        if (_span is not { HasEnded: false } span)
        {
            enumerator.Dispose();
            return;
        }

        var consumer = span.Enter();
        try
        {
            // The producer's finally blocks run.
            enumerator.Dispose();
        }
        catch (Exception e)
        {
            span.Fail(e);
            throw;
        }
        finally
        {
            span.Leave(consumer);
        }

        span.End();
    }
}
