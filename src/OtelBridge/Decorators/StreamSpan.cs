using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using OtelBridge.Attributes;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Decorators;

/// <summary>The span of one enumeration of a stream, from the first item asked for to the end.</summary>
/// <remarks>One that is neither read to its end nor disposed ends when the enumeration is collected.</remarks>
[SuppressMessage("Usage", "CA1816", Justification = "The finalizer ends what nobody ended; ending has a name of its own here.")]
internal sealed class StreamSpan<T>
{
    /// <summary>Items kept for the reducer.</summary>
    private const int MaxItems = 100_000;

    private const string CutMark = "\"…[truncated]\"";

    private readonly TracedMethod _method;
    private readonly Activity _activity;
    private readonly int _maxBytes = ContentSettings.Current.MaxBytes;

    // Both bounded, by the bytes of all texts and by MaxItems.
    private readonly StringBuilder _list = new("[");
    private readonly List<T>? _items;

    // What is current for the producer, which may have started spans of its own.
    private Activity? _inside;
    private int _bytes;
    private int _events;
    private long _count;
    private bool _full;
    private bool _ended;

    private StreamSpan(TracedMethod method, Activity activity)
    {
        _method = method;
        _activity = activity;
        _inside = activity;
        _items = method.HasReducer ? [] : null;
    }

    ~StreamSpan() => Close(reduce: false);

    /// <summary>Whether there is nothing to do for the span any more: it ended here, or was ended for its age.</summary>
    public bool HasEnded => _ended || _activity.IsStopped;

    /// <summary>Null when nobody listens.</summary>
    public static StreamSpan<T>? Start(StreamCall call) => call.Start() is { } activity ? new StreamSpan<T>(call.Method, activity) : null;

    /// <summary>Makes current what is so for the producer; returns what is so for the consumer.</summary>
    public Activity? Enter()
    {
        var consumer = Activity.Current;
        Activity.Current = _inside is { IsStopped: true } ? _activity : _inside;
        return consumer;
    }

    public void Leave(Activity? consumer)
    {
        _inside = Activity.Current ?? _activity;
        Activity.Current = consumer;
    }

    public void Add(T item)
    {
        _count++;
        if (!_method.CapturesItemsOf(_activity))
        {
            return;
        }

        if (_items is { Count: < MaxItems })
        {
            _items.Add(item);
        }

        if (!_full)
        {
            Write(JsonText.Of(LazySequence.Stand(item)));
        }
    }

    public void End()
    {
        GC.SuppressFinalize(this);
        Close(reduce: true);
    }

    public void Fail(Exception exception)
    {
        GC.SuppressFinalize(this);
        if (!HasEnded)
        {
            _ended = true;
            Count();
            TracedMethod.Fail(_activity, exception);
        }
    }

    private void Write(string text)
    {
        _bytes += Encoding.UTF8.GetByteCount(text) + 1;
        if (_bytes > _maxBytes - CutMark.Length - 4)
        {
            _full = true;
            _list.Append(_count == 1 ? string.Empty : ",").Append(CutMark);
            return;
        }

        _list.Append(_count == 1 ? string.Empty : ",").Append(text);
        if (_events < _method.MaxChunkEvents)
        {
            var tags = new ActivityTagsCollection { { MlflowKeys.ChunkValue, text } };
            _activity.AddEvent(new ActivityEvent($"{MlflowKeys.ChunkEventPrefix}{_events++}", tags: tags));
        }
    }

    private void Count()
    {
        if (!_activity.IsAllDataRequested)
        {
            return;
        }

        _activity.SetTag(MlflowKeys.ChunkCount, _count);
        if (_count > _events)
        {
            _activity.SetTag(MlflowKeys.ChunksLeftOut, _count - _events);
        }
    }

    // Without the reducer where its code would run in the finalizer.
    private void Close(bool reduce)
    {
        if (HasEnded)
        {
            return;
        }

        _ended = true;
        Count();
        var reduced = reduce && _items is not null && _method.CapturesItemsOf(_activity) ? _method.Reduce(_items) : null;
        _method.EndStream(_activity, reduced ?? _list.Append(']').ToString());
    }
}
