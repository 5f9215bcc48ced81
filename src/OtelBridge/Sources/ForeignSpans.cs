using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.Dialects;
using OtelBridge.Tracing;

namespace OtelBridge.Sources;

/// <summary>Says in MLflow's words, at the end of a span of another library, what it says in the words of its dialect. What is there stays.</summary>
/// <remarks>Read as a store reads it, so a span means the same wherever it goes.</remarks>
internal static class ForeignSpans
{
    /// <summary>Whether our own calls have described a span.</summary>
    public static bool IsOurs(Activity activity) => ReferenceEquals(activity.Source, SpanSource.Instance) && activity.GetTagItem(MlflowKeys.SpanType) is not null;

    /// <summary>Describes a span that has ended, unless it is ours or speaks no dialect. Never throws.</summary>
    public static void Describe(Activity activity)
    {
        try
        {
            var inherits = FoldedCalls.Inherit(activity);
            if (IsOurs(activity) || InstrumentedCall.OperationOf(activity) is not null)
            {
                // It is described already, but may not have been told of the usage.
                if (inherits)
                {
                    DescribeCall(activity, SpanReading.Of(ActivitySpan.Of(activity)));
                }
            }
            else if (DialectWords.AreIn(activity))
            {
                DescribeWhole(activity, SpanReading.Of(ActivitySpan.Of(activity)));
            }
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(ForeignSpans), e);
        }
    }

    private static void DescribeWhole(Activity activity, SpanReading reading)
    {
        var says = SetDefault(activity, MlflowKeys.SpanType, TypeOf(activity, reading));
        says |= DescribeCall(activity, reading);
        says |= DescribeContent(activity, reading);
        DescribeTrace(activity, reading);
        if (says)
        {
            SetDefault(activity, MlflowKeys.TraceRequestId, TraceIds.TextOf(activity));
        }
    }

    // Below the span of a tool, the call of that tool over the protocol says how it travelled, and is no second tool.
    private static string? TypeOf(Activity activity, SpanReading reading) =>
        reading.SpanType is SpanType.Tool && LibrarySources.Of(activity.Source) == GenAILibraries.Mcp
        && FoldedCalls.Around(activity) is { } outer && CallIdentity.KindOf(outer) == CallKind.Tool
        && CallIdentity.SubjectOf(outer).SequenceEqual(CallIdentity.SubjectOf(activity))
            ? SpanType.Unknown
            : reading.SpanType;

    private static bool DescribeCall(Activity activity, SpanReading reading)
    {
        var says = false;
        // Of model calls alone: an agent names the model that its calls ask, and must not be taken for one more.
        if (reading.SpanType is SpanType.ChatModel or SpanType.Llm or SpanType.Embedding or SpanType.Reranker)
        {
            says = SetDefault(activity, MlflowKeys.LlmModel, reading.Model);
            says |= SetDefault(activity, MlflowKeys.LlmProvider, reading.Provider);
        }

        if (reading.TokenUsage is { } usage)
        {
            var details = reading.TokenDetails.GetValueOrDefault();
            says |= SetDefault(
                activity,
                MlflowKeys.ChatTokenUsage,
                TokenUsageText.Of(usage.Input, usage.Output, usage.Total, details.CacheRead, details.CacheWrite, details.Reasoning));
        }

        return says;
    }

    // Content is not looked for where it is not needed: it may be long.
    private static bool DescribeContent(Activity activity, SpanReading reading)
    {
        if (!GenAISettings.Current.CaptureContent)
        {
            return false;
        }

        var says = activity.GetTagItem(MlflowKeys.SpanInputs) is null && SetDefault(activity, MlflowKeys.SpanInputs, ForeignContent.Of(reading.Inputs));
        return (activity.GetTagItem(MlflowKeys.SpanOutputs) is null && SetDefault(activity, MlflowKeys.SpanOutputs, ForeignContent.Of(reading.Outputs))) || says;
    }

    // A conversation is the trace's session, unless the program has named one.
    private static void DescribeTrace(Activity activity, SpanReading reading)
    {
        if ((reading.Session ?? reading.User) is not null && ActiveTrace.LocalRootAbove(activity) is { } root && (!root.IsStopped || ReferenceEquals(root, activity)))
        {
            TraceFacts.Set(
                root,
                session: Knows(root, MlflowKeys.TraceSession) ? null : reading.Session,
                user: Knows(root, MlflowKeys.TraceUser) ? null : reading.User);
        }
    }

    // A program may say it as metadata, too.
    private static bool Knows(Activity root, string key) =>
        root.GetTagItem(key) is not null || root.GetTagItem(string.Concat(MlflowKeys.TraceMetadataPrefix, key)) is not null;

    private static bool SetDefault(Activity activity, string key, string? value)
    {
        if (string.IsNullOrEmpty(value) || activity.GetTagItem(key) is not null || !SpanBounds.HasRoomFor(activity, key))
        {
            return false;
        }

        activity.SetTag(key, value);
        return true;
    }
}
