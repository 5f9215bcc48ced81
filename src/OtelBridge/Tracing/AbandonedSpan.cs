using System.Diagnostics;
using OtelBridge.Attributes;

namespace OtelBridge.Tracing;

/// <summary>Marks a span that nobody ended as failed, as MLflow marks the trace that it gives up.</summary>
internal static class AbandonedSpan
{
    /// <summary>MLflow's name of the exception, so that a search for it finds ours too.</summary>
    public const string ExceptionType = "MlflowTracingException";

    /// <param name="activity">The span.</param>
    /// <param name="message">Why it is ended.</param>
    /// <param name="withEvent">Whether it carries the exception event: the outermost span does, once for all.</param>
    public static void Mark(Activity activity, string message, bool withEvent)
    {
        if (activity.IsStopped)
        {
            return;
        }

        if (withEvent)
        {
            activity.AddEvent(new ActivityEvent(OTelKeys.ExceptionEvent, tags: new ActivityTagsCollection
            {
                { OTelKeys.ExceptionType, ExceptionType },
                { OTelKeys.ExceptionMessage, message },
            }));
        }

        activity.SetStatus(ActivityStatusCode.Error, message);
    }
}
