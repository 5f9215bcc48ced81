using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Diagnostics;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Tracing;

/// <summary>An exception on an activity: OpenTelemetry's event and the status that MLflow describes as <c>Type: message</c>.</summary>
/// <remarks>The event is put on the span where the exception first appears; the spans around it, which it passes, get the status alone.</remarks>
internal static class ExceptionEvent
{
    public static void Record(Activity activity, Exception exception)
    {
        try
        {
            var limit = ContentSettings.Current.MaxBytes;
            var type = exception.GetType();
            var message = JsonText.Cut(ExceptionText.Message(exception), limit);
            if (RecordedExceptions.IsNew(exception, activity))
            {
                activity.AddEvent(new ActivityEvent(OTelKeys.ExceptionEvent, tags: new ActivityTagsCollection
                {
                    { OTelKeys.ExceptionType, type.FullName ?? type.Name },
                    { OTelKeys.ExceptionMessage, message },
                    { OTelKeys.ExceptionStackTrace, JsonText.Cut(ExceptionText.Full(exception), limit) },
                }));
            }

            activity.SetStatus(ActivityStatusCode.Error, $"{type.Name}: {message}");
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(MlflowSpan.RecordException), e);
        }
    }
}
