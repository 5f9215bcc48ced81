using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Tracing.Json;

namespace OtelBridge.GenAI.Calls;

/// <summary>The span of one enumeration of a streamed answer, ended exactly once: at the end, by a fault, by the consumer, or when the enumeration is collected.</summary>
[SuppressMessage("Usage", "CA1816", Justification = "The finalizer ends what nobody ended; ending has a name of its own here.")]
internal sealed class StreamedCall<TChunk>(Activity activity, IStreamRecord<TChunk> record)
{
    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly long _start = Clock.GetTimestamp();

    // A hook sees whole texts only: half a text of one chunk and half of the next would pass it.
    private readonly int _maxEvents = GenAISettings.Current is { CaptureContent: true, RedactText: null, MaxChunkEvents: var most } ? most : 0;

    // What is left for the texts of all events.
    private int _room = ContentSettings.Current.MaxBytes;
    private int _events;
    private long _count;
    private int _isEnded;

    // The program's code runs when the answer is recorded, and must not hold up the finalizers.
    ~StreamedCall() => ThreadPool.UnsafeQueueUserWorkItem(static call => call.Close(isAbandoned: true), this, preferLocal: false);

    /// <summary>Whether there is nothing to do for the span any more: it ended here, or was ended for its age.</summary>
    public bool HasEnded => Volatile.Read(ref _isEnded) != 0 || (activity.IsStopped && record.Adopted is null);

    public void MakeCurrent()
    {
        if (!activity.IsStopped && !ReferenceEquals(Activity.Current, activity))
        {
            Activity.Current = activity;
        }
    }

    public void Add(TChunk chunk)
    {
        if (activity is not { IsAllDataRequested: true, IsStopped: false })
        {
            return;
        }

        if (++_count == 1)
        {
            activity.SetTag(GenAiKeys.ResponseTimeToFirstChunk, Clock.GetElapsedTime(_start).TotalSeconds);
        }

        ModelCall.Guard(activity, record, (call: this, chunk), static (span, both) => both.call.Add(span, both.chunk));
    }

    public void End(bool isAbandoned)
    {
        GC.SuppressFinalize(this);
        Close(isAbandoned);
    }

    public void Fail(Exception exception)
    {
        GC.SuppressFinalize(this);
        if (Interlocked.Exchange(ref _isEnded, 1) == 0)
        {
            Answer();
            ModelCall.Fail(activity, record, exception);
        }
    }

    private void Add(Activity span, TChunk chunk)
    {
        record.Add(span, chunk);
        if (_events == _maxEvents || _room == 0 || record.ChunkText(chunk) is not { } text)
        {
            return;
        }

        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > _room)
        {
            _room = 0;
            return;
        }

        _room -= bytes;
        span.AddEvent(new ActivityEvent($"{MlflowKeys.ChunkEventPrefix}{_events++}", tags: new ActivityTagsCollection { { MlflowKeys.ChunkValue, text } }));
    }

    private void Close(bool isAbandoned)
    {
        if (Interlocked.Exchange(ref _isEnded, 1) != 0)
        {
            return;
        }

        Answer();
        if (isAbandoned && activity is { IsAllDataRequested: true, IsStopped: false })
        {
            activity.SetTag(MlflowKeys.StreamAbandoned, true);
        }

        ModelCall.End(activity, record);
    }

    private void Answer()
    {
        if (activity is { IsAllDataRequested: true, IsStopped: false })
        {
            activity.SetTag(MlflowKeys.ChunkCount, _count);
            if (_count > _events)
            {
                activity.SetTag(MlflowKeys.ChunksLeftOut, _count - _events);
            }
        }

        ModelCall.Guard(activity, record, record, static (span, answering) => answering.Answer(span));
    }
}
