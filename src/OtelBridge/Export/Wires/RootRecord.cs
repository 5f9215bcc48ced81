using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Dialects;
using OtelBridge.Entities;
using OtelBridge.Export.Forms;
using OtelBridge.Tracing;

namespace OtelBridge.Export.Wires;

/// <summary>What the root span of a trace says of the whole trace, as MLflow's own client tells it to the server after the spans.</summary>
/// <remarks>An OtelBridge store reads all of this from the span itself.</remarks>
internal static class RootRecord
{
    public const string SchemaVersion = "3";

    private const int MaxInputs = 250;
    private const int MaxTag = 4096;
    private const int MaxMetadata = 8000;
    private const int MaxClientRequestId = 50;
    private const string Ellipsis = "...";

    /// <summary>Whether a span is the root of a trace, or of this process's part of one.</summary>
    public static bool Is(Activity activity) => activity.Parent is null && (activity.ParentSpanId == default || activity.HasRemoteParent);

    /// <summary>Whether a span that was sent is the root of a whole trace.</summary>
    public static bool IsWhole(Otlp.Span span) => !span.ParentSpanId.Span.ContainsAnyExcept((byte)0);

    /// <summary>The record of a root span as the destination gets it, without the experiment.</summary>
    public static TraceInfo Of(SpanDraft root)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal) { [MlflowKeys.TraceName] = Cut(root.Name, MaxTag) };
        var inputs = root.Get(MlflowKeys.SpanInputs) as string;
        var outputs = root.Get(MlflowKeys.SpanOutputs) as string;
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [MlflowKeys.TraceSchemaVersion] = SchemaVersion,
            [MlflowKeys.TraceInputs] = Cut(inputs ?? string.Empty, MaxInputs),
            [MlflowKeys.TraceOutputs] = Cut(outputs ?? string.Empty, MaxInputs),
        };
        Collect(root, tags, metadata);
        return new TraceInfo
        {
            TraceId = TraceIds.TextOf(root.Span),
            ExperimentId = string.Empty,
            State = State(root),
            RequestTimeNs = UnixTime.Nanoseconds(root.Span.StartTimeUtc),
            ExecutionDuration = root.Span.Duration,
            RequestPreview = Preview(root, MlflowKeys.TraceRequestPreview, inputs, TracePreview.User),
            ResponsePreview = Preview(root, MlflowKeys.TraceResponsePreview, outputs, TracePreview.Assistant),
            ClientRequestId = Text(root, MlflowKeys.TraceClientRequestId) is { } id ? id[..Math.Min(id.Length, MaxClientRequestId)] : null,
            Tags = tags,
            TraceMetadata = metadata,
        };
    }

    private static void Collect(SpanDraft root, Dictionary<string, string> tags, Dictionary<string, string> metadata)
    {
        foreach (var tag in root.Attributes)
        {
            if (tag is not { Key: not null, Value: string value })
            {
                continue;
            }

            if (tag.Key.StartsWith(MlflowKeys.TraceTagPrefix, StringComparison.Ordinal))
            {
                tags[tag.Key[MlflowKeys.TraceTagPrefix.Length..]] = Cut(value, MaxTag);
            }
            else if (tag.Key.StartsWith(MlflowKeys.TraceMetadataPrefix, StringComparison.Ordinal))
            {
                metadata[tag.Key[MlflowKeys.TraceMetadataPrefix.Length..]] = Cut(value, MaxMetadata);
            }
            else if (tag.Key is MlflowKeys.TraceSession or MlflowKeys.TraceUser)
            {
                metadata[tag.Key] = Cut(value, MaxMetadata);
            }
        }
    }

    // What the program said of the trace counts more than how the span ended.
    private static TraceState State(SpanDraft root) => Text(root, MlflowKeys.TraceState) switch
    {
        "OK" => TraceState.Ok,
        "ERROR" => TraceState.Error,
        _ => root.Status == ActivityStatusCode.Error ? TraceState.Error : TraceState.Ok,
    };

    // What the program says is cut too: the server's column holds no more.
    private static string Preview(SpanDraft root, string key, string? value, string role) =>
        Text(root, key) is { Length: > 0 } own ? TracePreview.Cut(own) : PreviewText.Of(value, role) ?? string.Empty;

    private static string? Text(SpanDraft root, string key) => root.Get(key) as string;

    private static string Cut(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, most - Ellipsis.Length), Ellipsis);
}
