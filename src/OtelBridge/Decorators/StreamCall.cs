using System.Collections;
using System.ComponentModel;
using System.Diagnostics;

namespace OtelBridge.Decorators;

/// <summary>One call of a method that returns a stream, whose every enumeration is a span. For code that the build weaves in; not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StackTraceHidden]
public sealed class StreamCall
{
    private readonly string? _inputs;
    private readonly UnreadSpan? _unread;

    internal StreamCall(TracedMethod method, string? inputs, UnreadSpan? unread = null)
    {
        Method = method;
        _inputs = inputs;
        _unread = unread;
    }

    internal TracedMethod Method { get; }

    /// <summary>Traces the enumerations of a sequence.</summary>
    public IEnumerable<T> Follow<T>(IEnumerable<T> sequence) => new TracedSequence<T>(this, sequence);

    /// <summary>Traces one enumeration.</summary>
    public IEnumerator<T> Follow<T>(IEnumerator<T> enumerator) => new TracedEnumerator<T>(this, enumerator);

    /// <summary>Traces the enumerations of a sequence.</summary>
    public IAsyncEnumerable<T> Follow<T>(IAsyncEnumerable<T> sequence) => new TracedAsyncSequence<T>(this, sequence);

    /// <summary>Traces one enumeration.</summary>
    public IAsyncEnumerator<T> Follow<T>(IAsyncEnumerator<T> enumerator) => new TracedAsyncEnumerator<T>(this, enumerator);

    /// <summary>Traces the enumerations of a sequence that the compiler made, which is one of objects.</summary>
    public IEnumerable Follow(IEnumerable sequence) => sequence is IEnumerable<object?> objects ? Follow(objects) : sequence;

    /// <summary>Traces one enumeration, see <see cref="Follow(IEnumerable)"/>.</summary>
    public IEnumerator Follow(IEnumerator enumerator) => enumerator is IEnumerator<object?> objects ? Follow(objects) : enumerator;

    /// <summary>The activity of a new enumeration, which is not current; null when nobody listens.</summary>
    internal Activity? Start()
    {
        if (_unread?.Take() is { } running)
        {
            return running;
        }

        var consumer = Activity.Current;
        var activity = Method.BeginStream(_inputs);
        if (activity is not null)
        {
            Activity.Current = consumer;
        }

        return activity;
    }
}
