using System.Diagnostics;
using OpenTelemetry;
using OtelBridge.Attributes;
using OtelBridge.Diagnostics;

namespace OtelBridge.Tracing;

/// <summary>What the program does to every span before anybody gets it.</summary>
internal static class SpanProcessors
{
    private const string ProcessedProperty = "otelbridge.processed";
    private static Action<MlflowSpan>[] _all = [];

    public static Action<MlflowSpan>[] All
    {
        get => Volatile.Read(ref _all);
        set => Volatile.Write(ref _all, value);
    }

    /// <summary>Whether the processors have run over an activity.</summary>
    public static bool HaveRun(Activity activity) => activity.GetCustomProperty(ProcessedProperty) is not null;

    /// <summary>Runs the processors over an activity that ends, or has ended, once.</summary>
    public static void Run(Activity activity)
    {
        var all = All;
        if (all.Length == 0 || !activity.IsAllDataRequested || HaveRun(activity))
        {
            return;
        }

        activity.SetCustomProperty(ProcessedProperty, all);
        var before = Activity.Current;
        using var quiet = SuppressInstrumentationScope.Begin();
        QuietThread.Depth++;
        var span = MlflowSpan.Lend(activity);
        foreach (var processor in all)
        {
            try
            {
                processor(span);
            }
            catch (Exception e)
            {
                // What was to be masked may still be there.
                BridgeEventSource.Log.SpanProcessorFailed(e);
                RemoveContent(activity);
            }
        }

        span.Return();
        QuietThread.Depth--;
        if (!ReferenceEquals(Activity.Current, before))
        {
            Activity.Current = before;
        }
    }

    /// <summary>Takes away all text that may come from the program's data; numbers, names and what the trace is known by stay.</summary>
    private static void RemoveContent(Activity activity)
    {
        // Bounded by the attributes of one span.
        var keys = activity.TagObjects.Where(static tag => !IsPlain(tag.Key, tag.Value)).Select(static tag => tag.Key).ToArray();
        foreach (var key in keys)
        {
            activity.SetTag(key, null);
        }
    }

    private static bool IsPlain(string key, object? value) =>
        value is bool or int or long or double or float or short or byte
        || key switch
        {
            MlflowKeys.TraceRequestPreview or MlflowKeys.TraceResponsePreview => false,
            MlflowKeys.TraceRequestId or MlflowKeys.SpanType or MlflowKeys.SpanFunctionName or MlflowKeys.ExperimentId or MlflowKeys.ChatTokenUsage or MlflowKeys.LlmCost => true,
            _ => key.StartsWith(MlflowKeys.TracePrefix, StringComparison.Ordinal),
        };
}
