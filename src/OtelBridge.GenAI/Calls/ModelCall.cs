using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.GenAI.Content;
using OtelBridge.Tracing;

namespace OtelBridge.GenAI.Calls;

/// <summary>The one life of a call's span, for every kind of call: started, current inside only, and ended once by answer, fault or cancellation.</summary>
/// <remarks>The call stands alone among its own exceptions: what fails while it is recorded costs the record, never the call.</remarks>
internal static class ModelCall
{
    /// <summary>Whether a span would be heard, so that it is worth making a record.</summary>
    public static bool IsListening => SpanSource.IsListening;

    /// <summary>Runs a call inside a span.</summary>
    /// <param name="record">What the call says of itself.</param>
    /// <param name="run">The call.</param>
    /// <param name="state">What it is given.</param>
    public static Task<TAnswer> RunAsync<TState, TAnswer>(ICallRecord<TAnswer> record, Func<TState, Task<TAnswer>> run, TState state)
    {
        // What an async method makes current ends with it, so the caller's own span stays.
        ActiveTrace.BeforeAwait();
        return CompleteAsync(record, run, state);
    }

    /// <summary>Runs a call inside a span.</summary>
    /// <param name="record">What the call says of itself.</param>
    /// <param name="run">The call.</param>
    /// <param name="state">What it is given.</param>
    public static ValueTask<TAnswer> RunAsync<TState, TAnswer>(ICallRecord<TAnswer> record, Func<TState, ValueTask<TAnswer>> run, TState state) =>
        new(RunAsync(record, static both => both.run(both.state).AsTask(), (run, state)));

    /// <summary>A streamed answer whose every enumeration is a call, and a span.</summary>
    /// <param name="record">Makes what one enumeration says of itself.</param>
    /// <param name="open">Makes the call.</param>
    /// <param name="state">What both are given.</param>
    public static IAsyncEnumerable<TChunk> Stream<TState, TRecord, TChunk>(
        Func<TState, TRecord> record, Func<TRecord, TState, IAsyncEnumerable<TChunk>> open, TState state)
        where TRecord : class, IStreamRecord<TChunk> =>
        new TracedStream<TState, TRecord, TChunk>(record, open, state);

    /// <summary>The span of a call, which is current now; null when nobody listens.</summary>
    internal static Activity? Open(ICallRecord record)
    {
        if (record.Adopted is { } adopted)
        {
            return adopted;
        }

        if (!IsListening)
        {
            return null;
        }

        var activity = record.AskedFor is { } asked
            ? SpanStart.OpenBelow(record.SpanName, record.SpanType, record.Kind, asked.Context, asked.Activity)
            : SpanStart.OpenHeard(record.SpanName, record.SpanType, record.Kind);
        if (activity is not null && record.IsWholeCall)
        {
            InstrumentedCall.Mark(activity, record.Operation);
        }

        return activity;
    }

    /// <summary>Puts on the span what is asked.</summary>
    internal static void Ask(Activity? activity, ICallRecord record)
    {
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(GenAiKeys.OperationName, record.Operation);
            Guard(activity, record, record, static (span, asking) => asking.Ask(span));
        }
    }

    /// <summary>Runs code that records; the program's code in it starts no spans, and nothing leaves it.</summary>
    internal static void Guard<TState>(Activity? activity, ICallRecord record, TState state, Action<Activity, TState> write)
    {
        if (activity is not { IsAllDataRequested: true, IsStopped: false })
        {
            return;
        }

        ref var quiet = ref QuietThread.Depth;
        quiet++;
        try
        {
            write(activity, state);
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(record.Operation, e);
        }
        finally
        {
            quiet--;
        }
    }

    /// <summary>Ends the span, unless it is somebody else's.</summary>
    internal static void End(Activity? activity, ICallRecord record)
    {
        if (activity is not null && record.Adopted is null)
        {
            ActivityEnd.Finish(activity);
        }
    }

    /// <summary>Puts a fault, or a cancellation, on the span and ends it.</summary>
    internal static void Fail(Activity? activity, ICallRecord record, Exception exception)
    {
        if (activity is { IsAllDataRequested: true, IsStopped: false })
        {
            Record(activity, exception);
        }

        End(activity, record);
    }

    /// <summary>Puts a fault on the span. What it says can be what the model or a tool was told.</summary>
    internal static void Record(Activity activity, Exception exception)
    {
        var type = exception.GetType();
        activity.SetTag(OTelKeys.ErrorType, type.FullName ?? type.Name);
        var settings = GenAISettings.Current;
        if (settings.RedactText is null)
        {
            ExceptionEvent.Record(activity, exception);
            return;
        }

        ref var quiet = ref QuietThread.Depth;
        quiet++;
        try
        {
            ExceptionEvent.Record(activity, exception, text => RedactedText.Of(text, settings));
        }
        finally
        {
            quiet--;
        }
    }

    private static async Task<TAnswer> CompleteAsync<TState, TAnswer>(ICallRecord<TAnswer> record, Func<TState, Task<TAnswer>> run, TState state)
    {
        var activity = Open(record);
        TAnswer answer;
        try
        {
            record.Prepare();
            Ask(activity, record);
            answer = await run(state).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Fail(activity, record, e);
            throw;
        }

        Guard(activity, record, (record, answer), static (span, both) => both.record.Answer(span, both.answer));
        End(activity, record);
        return answer;
    }
}
