using System.Diagnostics;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Sources;
using OtelBridge.Tracing;

namespace OtelBridge;

/// <content>What was set, read back from the Activity; nothing is kept beside it.</content>
public sealed partial class MlflowSpan
{
    /// <summary>Gets the name.</summary>
    /// <value>The empty text when the span does not record.</value>
    public string Name => Recorded?.DisplayName ?? string.Empty;

    /// <summary>Gets what kind of operation the span is.</summary>
    /// <value><see cref="OtelBridge.SpanType.Unknown"/> when nothing is said or the span does not record.</value>
    public string SpanType => Recorded?.GetTagItem(MlflowKeys.SpanType) as string ?? OtelBridge.SpanType.Unknown;

    /// <summary>Gets the span id of the parent.</summary>
    /// <value>Null for a root span, and when the span does not record.</value>
    public string? ParentId => Recorded is { } activity && FoldedCalls.ParentIdOf(activity) is var parent && parent != default ? parent.ToHexString() : null;

    /// <summary>Gets what the operation works on, as it will be sent.</summary>
    /// <value>Null when nothing was set or the span does not record.</value>
    public JsonElement? Inputs => RecordedContent.Read(Recorded, MlflowKeys.SpanInputs);

    /// <summary>Gets what came out of the operation, as it will be sent.</summary>
    /// <value>Null when nothing was set or the span does not record.</value>
    public JsonElement? Outputs => RecordedContent.Read(Recorded, MlflowKeys.SpanOutputs);

    /// <summary>Gets the attributes as they are on the Activity, MLflow's own (<c>mlflow.…</c>) included: a copy.</summary>
    /// <value>Empty when the span does not record.</value>
    public IReadOnlyDictionary<string, object?> Attributes => RecordedContent.Attributes(Recorded);

    /// <summary>Gets the status.</summary>
    public SpanStatus Status => (SpanStatus)(Recorded?.Status ?? ActivityStatusCode.Unset);

    /// <summary>Gets the start in nanoseconds since 1970, to the tenth of a microsecond.</summary>
    /// <value>0 when the span does not record.</value>
    public long StartTimeNs => Recorded is { } activity ? UnixTime.Nanoseconds(activity.StartTimeUtc) : 0;

    /// <summary>Gets the end in nanoseconds since 1970, to the tenth of a microsecond.</summary>
    /// <value>Null while the span has not ended, and when it does not record.</value>
    public long? EndTimeNs => Recorded is { IsStopped: true } activity ? UnixTime.Nanoseconds(activity.StartTimeUtc, activity.Duration) : null;

    private Activity? Recorded => IsRecording ? Activity : null;
}
