using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using OtelBridge.Tracing;

namespace OtelBridge.Decorators;

/// <summary>The span of a call that returned a stream which nobody reads yet.</summary>
/// <remarks>Its first reader takes it. When there is none until the stream is collected, the span ends with the time of the call's return.</remarks>
[SuppressMessage("Usage", "CA1816", Justification = "The finalizer ends what nobody ended; ending has a name of its own here.")]
internal sealed class UnreadSpan(Activity activity, DateTime returned)
{
    private Activity? _activity = activity;

    ~UnreadSpan()
    {
        if (_activity is { IsStopped: false } activity)
        {
            activity.SetEndTime(returned);
            ActivityEnd.Finish(activity);
        }
    }

    public Activity? Take()
    {
        GC.SuppressFinalize(this);
        return Interlocked.Exchange(ref _activity, null);
    }
}
