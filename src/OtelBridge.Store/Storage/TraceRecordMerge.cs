using System.Globalization;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage;

/// <summary>Puts what a client says of a whole trace over what its spans say. The rules of every backend.</summary>
internal static class TraceRecordMerge
{
    private const long NanosPerMs = 1_000_000;
    private const string SpanCountMember = "num_spans";

    /// <summary>Merges a record into the facts of its trace.</summary>
    /// <param name="trace">The facts; those that the record says are noted as fixed.</param>
    /// <param name="record">The record.</param>
    /// <param name="spans">First start and last end of the stored spans; null when there are none.</param>
    public static void Apply(TraceFacts trace, TraceRecord record, (long Start, long? End)? spans)
    {
        SetState(trace, record);
        SetTimes(trace, record, spans);
        if (record.Tags.TryGetValue(MlflowKeys.TraceName, out var name))
        {
            SetName(trace, name);
        }

        if (record.HasRequestPreview)
        {
            trace.RequestPreview = TracePreview.Cut(record.RequestPreview);
            trace.Fixed |= RecordFields.RequestPreview;
        }

        if (record.HasResponsePreview)
        {
            trace.ResponsePreview = TracePreview.Cut(record.ResponsePreview);
            trace.Fixed |= RecordFields.ResponsePreview;
        }

        if (record.HasClientRequestId)
        {
            trace.ClientRequestId = TextLimit.Cut(record.ClientRequestId, RecordLimits.ClientRequestId);
            trace.Fixed |= RecordFields.ClientRequestId;
        }

        if (record.Metadata.TryGetValue(MlflowKeys.TraceSizeStats, out var stats))
        {
            trace.ExpectedSpans = ReadSpanCount(stats) ?? trace.ExpectedSpans;
        }
    }

    /// <summary>Names the trace.</summary>
    public static void SetName(TraceFacts trace, string name)
    {
        trace.Name = TextLimit.Cut(name, RecordLimits.Value);
        trace.Fixed |= RecordFields.Name;
    }

    private static void SetState(TraceFacts trace, TraceRecord record)
    {
        if (!record.HasState)
        {
            return;
        }

        if (record.State is TraceState.Ok or TraceState.Error)
        {
            trace.State = record.State;
            trace.Fixed |= RecordFields.State;
        }
        else if (record.State == TraceState.Unspecified)
        {
            trace.Fixed |= RecordFields.UnknownState;
            trace.State = trace.State == TraceState.InProgress ? TraceState.Unspecified : trace.State;
        }
        else
        {
            trace.Fixed &= ~RecordFields.UnknownState;
            trace.State = trace.State == TraceState.Unspecified ? TraceState.InProgress : trace.State;
        }
    }

    private static void SetTimes(TraceFacts trace, TraceRecord record, (long Start, long? End)? spans)
    {
        var duration = trace.Fixed.HasFlag(RecordFields.End) ? trace.EndUnixNano - trace.StartUnixNano : null;
        if (record.HasStartTimeUnixNano)
        {
            trace.StartUnixNano = (long)Math.Min(record.StartTimeUnixNano, long.MaxValue);
            SetFixed(trace, RecordFields.Start, RecordFields.StartInMs, trace.StartUnixNano);
        }

        // A client that never saw the end says a duration below zero.
        if (record is { HasDurationNano: true, DurationNano: >= 0 })
        {
            duration = record.DurationNano;
            SetFixed(trace, RecordFields.End, RecordFields.EndInMs, record.DurationNano);
        }

        trace.EndUnixNano = duration is { } length ? trace.StartUnixNano + Math.Min(length, long.MaxValue - trace.StartUnixNano) : null;
        if (spans is var (start, end))
        {
            trace.SetExtent(start, end);
        }
    }

    private static void SetFixed(TraceFacts trace, RecordFields field, RecordFields inMs, long nanos)
    {
        trace.Fixed |= field;
        trace.Fixed = nanos % NanosPerMs == 0 ? trace.Fixed | inMs : trace.Fixed & ~inMs;
    }

    // {"total_size_bytes": 1145, "num_spans": 1, ...}; whoever writes it by hand may put the number into quotes.
    private static long? ReadSpanCount(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(SpanCountMember, out var count))
            {
                return null;
            }

            return count.ValueKind switch
            {
                JsonValueKind.Number when count.TryGetInt64(out var number) && number >= 0 => number,
                JsonValueKind.String when long.TryParse(
                    count.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
