using System.Diagnostics;

namespace OtelBridge.Tracing;

/// <summary>Ends the spans that an exception leaves which nobody catches: the process ends without running what would end them.</summary>
internal static class UnhandledExceptions
{
    public static void Watch() => AppDomain.CurrentDomain.UnhandledException += static (_, e) => EndSpans(e.ExceptionObject as Exception);

    // On the thread that threw, whose current span is still the innermost. Woven methods and lambdas have recorded the exception.
    private static void EndSpans(Exception? exception)
    {
        var isNew = exception is not null && !RecordedExceptions.Knows(exception);
        for (var activity = Activity.Current; activity is not null;)
        {
            var outer = BareActivity.Surrounding(activity) ?? activity.Parent;
            if (activity is { IsStopped: false } && ReferenceEquals(activity.Source, SpanSource.Instance))
            {
                if (isNew && activity.IsAllDataRequested)
                {
                    ExceptionEvent.Record(activity, exception!);
                }

                ActivityEnd.Finish(activity);
            }

            activity = outer;
        }
    }
}
