using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Diagnostics;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Tracing;

/// <summary>An exception on an activity: OpenTelemetry's event and the status that MLflow describes as <c>Type: message</c>.</summary>
/// <remarks>The event is put on the span where the exception first appears; the spans around it, which it passes, get the status alone.</remarks>
internal static class ExceptionEvent
{
    /// <param name="activity">The activity.</param>
    /// <param name="exception">The exception.</param>
    /// <param name="redact">Changes its texts before they are recorded; nothing when absent.</param>
    public static void Record(Activity activity, Exception exception, Func<string, string>? redact = null)
    {
        try
        {
            var limit = ContentSettings.Current.MaxBytes;
            var type = exception.GetType();
            var message = Text(ExceptionText.Message(exception), redact, limit);
            if (RecordedExceptions.IsNew(exception, activity))
            {
                activity.AddEvent(new ActivityEvent(OTelKeys.ExceptionEvent, tags: new ActivityTagsCollection
                {
                    { OTelKeys.ExceptionType, type.FullName ?? type.Name },
                    { OTelKeys.ExceptionMessage, message },
                    { OTelKeys.ExceptionStackTrace, Text(ExceptionText.Full(exception), redact, limit) },
                }));
            }

            activity.SetStatus(ActivityStatusCode.Error, $"{type.Name}: {message}");
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(MlflowSpan.RecordException), e);
        }
    }

    private static string Text(string text, Func<string, string>? redact, int limit) => JsonText.Cut(redact is null ? text : redact(text), limit);
}
