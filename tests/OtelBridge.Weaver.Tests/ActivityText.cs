using System.Diagnostics;
using OtelBridge.Attributes;

namespace OtelBridge.Weaver.Tests;

/// <summary>What a span says.</summary>
internal static class ActivityText
{
    public static string? Inputs(this Activity activity) => (string?)activity.GetTagItem(MlflowKeys.SpanInputs);

    public static string? Outputs(this Activity activity) => (string?)activity.GetTagItem(MlflowKeys.SpanOutputs);

    public static string? Function(this Activity activity) => (string?)activity.GetTagItem(MlflowKeys.SpanFunctionName);

    public static IReadOnlyList<ActivityEvent> Exceptions(this Activity activity) => [.. activity.Events.Where(e => e.Name == OTelKeys.ExceptionEvent)];

    public static IReadOnlyList<string> Chunks(this Activity activity) =>
        [.. activity.Events.Where(e => e.Name.StartsWith(MlflowKeys.ChunkEventPrefix, StringComparison.Ordinal)).Select(e => (string)e.Tags.Single(t => t.Key == MlflowKeys.ChunkValue).Value!)];
}
