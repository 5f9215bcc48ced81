using System.Collections;
using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Diagnostics;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Decorators;

/// <content>Calls that return a stream: the span ends with the enumeration.</content>
public sealed partial class TracedMethod
{
    private object? _reducer;

    internal int MaxChunkEvents { get; private set; } = 1000;

    internal bool HasReducer => _reducer is not null;

    /// <summary>Bounds the events of one stream.</summary>
    public TracedMethod WithMaxChunkEvents(int count)
    {
        MaxChunkEvents = Math.Max(0, count);
        return this;
    }

    /// <summary>Makes one output of the items.</summary>
    public TracedMethod WithReducer(object reducer)
    {
        _reducer = reducer;
        return this;
    }

    /// <summary>Notes a call of an iterator, which starts no span before it is read.</summary>
    public StreamCall Open(object?[]? arguments) => new(this, InputText(arguments));

    /// <summary>Ends the span with the enumeration, or at once when the sequence is in memory.</summary>
    public IEnumerable<T> EndWith<T>(IEnumerable<T>? sequence, Activity? activity) =>
        OpenRunning(sequence, activity)?.Follow(sequence!) ?? sequence!;

    /// <summary>Ends the span with the enumeration, or at once when the sequence is in memory.</summary>
    public IEnumerable EndWith(IEnumerable? sequence, Activity? activity) =>
        OpenRunning(sequence, activity, sequence is IEnumerable<object?>)?.Follow(sequence!) ?? sequence!;

    /// <summary>Ends the span with the enumeration.</summary>
    public IEnumerator<T> EndWith<T>(IEnumerator<T>? enumerator, Activity? activity) =>
        OpenRunning(enumerator, activity)?.Follow(enumerator!) ?? enumerator!;

    /// <summary>Ends the span with the enumeration.</summary>
    public IEnumerator EndWith(IEnumerator? enumerator, Activity? activity) =>
        OpenRunning(enumerator, activity, enumerator is IEnumerator<object?>)?.Follow(enumerator!) ?? enumerator!;

    /// <summary>Ends the span with the enumeration.</summary>
    public IAsyncEnumerable<T> EndWith<T>(IAsyncEnumerable<T>? sequence, Activity? activity) =>
        OpenRunning(sequence, activity)?.Follow(sequence!) ?? sequence!;

    /// <summary>Ends the span with the enumeration.</summary>
    public IAsyncEnumerator<T> EndWith<T>(IAsyncEnumerator<T>? enumerator, Activity? activity) =>
        OpenRunning(enumerator, activity)?.Follow(enumerator!) ?? enumerator!;

    // MLflow names no function on the span of a generator.
    internal Activity? BeginStream(string? inputs)
    {
        var activity = SpanStart.Open(_name, _spanType);
        if (activity is { IsAllDataRequested: true })
        {
            Describe(activity, inputs);
        }

        return activity;
    }

    internal void EndStream(Activity activity, string outputs)
    {
        if (TakesOutputs(activity))
        {
            activity.SetTag(MlflowKeys.SpanOutputs, outputs);
        }

        ActivityEnd.Finish(activity);
    }

    internal bool CapturesItemsOf(Activity activity) => _capturesOutputs && activity is { IsAllDataRequested: true };

    /// <summary>What the reducer makes of the items; null when there is none or it fails.</summary>
    internal string? Reduce<T>(IReadOnlyList<T> items)
    {
        try
        {
            return _reducer is IOutputReducer<T> reducer ? JsonText.Of(reducer.Reduce(items)) : null;
        }
        catch (Exception e)
        {
            // The reducer is the program's.
            BridgeEventSource.Log.SpanCallFailed(nameof(TraceAttribute.OutputReducer), e);
            return null;
        }
    }

    private static bool IsStream(object stream) => stream switch
    {
        // Queries are composed further by who gets them, so they must stay what they are.
        IQueryable => false,
        IEnumerable => LazySequence.Is(stream),
        _ => true,
    };

    private StreamCall? OpenRunning(object? stream, Activity? activity, bool isTyped = true)
    {
        if (activity is null)
        {
            return null;
        }

        if (stream is null || !isTyped || !IsStream(stream))
        {
            End(activity, stream is IEnumerator ? TypeName.Of(stream.GetType()) : stream);
            return null;
        }

        ActivityEnd.LeaveToCaller(activity);
        return new StreamCall(this, activity.GetTagItem(MlflowKeys.SpanInputs) as string, new UnreadSpan(activity, DateTime.UtcNow));
    }
}
