using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Diagnostics;
using OtelBridge.Identifiers;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Ambient;

namespace OtelBridge.Client.Spans;

/// <summary>Spans that are started and ended by their ids.</summary>
internal static class ClientSpans
{
    /// <summary>What servers keep of a client request id, in characters.</summary>
    private const int MaxClientRequestIdLength = 50;

    private static OpenTraces Open => OpenTraces.Process;

    public static MlflowSpan StartTrace(
        string name,
        string spanType,
        object? inputs,
        IEnumerable<KeyValuePair<string, object?>>? attributes,
        IEnumerable<KeyValuePair<string, string>>? tags,
        string? experimentId,
        DateTimeOffset? startTime,
        string? traceId,
        string? clientRequestId)
    {
        if (!SpanSource.IsListening)
        {
            return MlflowSpan.NoOp;
        }

        var own = string.IsNullOrWhiteSpace(traceId) ? default : OwnTraceId.Of(traceId);
        if (own.Id != default && Open.Root(TraceIdText.FromHex(own.Id.ToHexString())) is not null)
        {
            // Two roots of one trace that run at once could not be told apart. The caller's id still leads to both.
            BridgeEventSource.Log.TraceIdTaken(traceId!);
            clientRequestId ??= traceId;
            own = default;
        }

        var root = DetachedSpan.Begin(name, spanType, null, inputs, attributes, tags, experimentId, startTime, own.Id);
        if (!root.IsRecording || root.Activity is not { } activity)
        {
            return root;
        }

        SetClientRequestId(activity, clientRequestId ?? own.Text);
        root.IsOfClient = true;
        Open.AddRoot(root);
        return root;
    }

    public static MlflowSpan StartSpan(
        string name,
        string traceId,
        string parentId,
        string spanType,
        object? inputs,
        IEnumerable<KeyValuePair<string, object?>>? attributes,
        DateTimeOffset? startTime)
    {
        Require(traceId, nameof(traceId));
        if (traceId == TraceIds.NoOp)
        {
            return MlflowSpan.NoOp;
        }

        Require(parentId, nameof(parentId));
        var parent = SpanParent.Find(traceId, parentId);
        if (!SpanSource.IsListening)
        {
            return MlflowSpan.NoOp;
        }

        if (!Open.HasRoom())
        {
            BridgeEventSource.Log.ClientSpanRefused(traceId);
            return MlflowSpan.NoOp;
        }

        var span = SpanStart.BeginDetached(name, spanType, parent.Span, startTime, parentContext: parent.Context);
        if (span is { IsRecording: true, Activity: { } activity })
        {
            if (parent.Span is null)
            {
                // It does not hang on the spans of its trace, so it is told where that goes.
                TraceExperiment.Inherit(activity, Open.Root(span.TraceId)?.Activity);
            }

            SpanStart.Fill(span, inputs, attributes);
            span.IsOfClient = Open.TryAdd(span);
        }

        return span;
    }

    public static void EndSpan(
        string traceId,
        string spanId,
        object? outputs,
        IEnumerable<KeyValuePair<string, object?>>? attributes,
        SpanStatus? status,
        DateTimeOffset? endTime)
    {
        if (string.IsNullOrWhiteSpace(traceId) || string.IsNullOrEmpty(spanId) || traceId == TraceIds.NoOp)
        {
            return;
        }

        if (Open.TakeChild(traceId, spanId) is { } child)
        {
            // Out already, so its end needs no second look.
            child.IsOfClient = false;
            child.End(outputs, attributes, status, endTime);
        }
        else if ((Open.Find(traceId, spanId) ?? Open.Find(OwnTraceId.TextOf(traceId), spanId.ToLowerInvariant())) is { } span)
        {
            span.End(outputs, attributes, status, endTime);
        }
        else
        {
            BridgeEventSource.Log.SpanEndIgnored(traceId, spanId);
        }
    }

    public static void EndTrace(
        string traceId,
        object? outputs,
        IEnumerable<KeyValuePair<string, object?>>? attributes,
        SpanStatus? status,
        DateTimeOffset? endTime)
    {
        if (string.IsNullOrWhiteSpace(traceId) || traceId == TraceIds.NoOp)
        {
            return;
        }

        if ((Open.Take(traceId) ?? Open.Take(OwnTraceId.TextOf(traceId))) is not { } trace)
        {
            BridgeEventSource.Log.SpanEndIgnored(traceId, string.Empty);
            return;
        }

        OpenTraces.EndChildren(trace, status ?? (SpanStatus?)trace.Root?.Activity?.Status, endTime);
        if (trace.Root is { } root)
        {
            root.IsOfClient = false;
            root.End(outputs, attributes, status, endTime);
        }
    }

    private static void Require(string value, string name)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new MlflowException(
                $"{name} is missing: a span of a client is started below a parent, by the ids of both. StartTrace makes the first span of a trace.",
                MlflowErrorCode.InvalidParameterValue);
        }
    }

    /// <summary>A longer text than servers keep is cut, and stays whole as metadata.</summary>
    private static void SetClientRequestId(Activity root, string? text)
    {
        if (text is { Length: > MaxClientRequestIdLength })
        {
            var length = char.IsHighSurrogate(text[MaxClientRequestIdLength - 1]) ? MaxClientRequestIdLength - 1 : MaxClientRequestIdLength;
            TraceFacts.Set(root, metadata: [new(MlflowKeys.TraceClientRequestIdWhole, text)], clientRequestId: text[..length]);
        }
        else if (!string.IsNullOrEmpty(text))
        {
            TraceFacts.Set(root, clientRequestId: text);
        }
    }
}
