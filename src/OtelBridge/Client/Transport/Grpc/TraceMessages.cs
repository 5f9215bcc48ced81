using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Entities;
using OtelBridge.Pricing;
using Wire = OtelBridge.Tracking.V1;

namespace OtelBridge.Client.Transport.Grpc;

/// <summary>Traces between the tracking service's messages and a client's entities.</summary>
internal static class TraceMessages
{
    private const long NanosPerTick = 100;

    public static Trace Read(Wire.Trace trace) => new()
    {
        Info = Read(trace.Info),
        Spans = SpanReading.Of(trace.ResourceSpans.SelectMany(static r => r.ScopeSpans).SelectMany(static s => s.Spans), trace.Info.TraceId),
    };

    public static TraceInfo Read(Wire.TraceInfo info) => new()
    {
        TraceId = info.TraceId,
        ExperimentId = info.ExperimentId,
        State = (TraceState)info.State, // the same numbers; a test holds the two to each other
        RequestTimeNs = (long)info.StartTimeUnixNano,
        ExecutionDuration = info.HasDurationNano ? TimeSpan.FromTicks(info.DurationNano / NanosPerTick) : null,
        RequestPreview = info.HasRequestPreview ? info.RequestPreview : null,
        ResponsePreview = info.HasResponsePreview ? info.ResponsePreview : null,
        ClientRequestId = info.HasClientRequestId ? info.ClientRequestId : null,
        TraceMetadata = Metadata(info),
        Tags = Tags(info),
        Assessments = [.. info.Assessments.Select(AssessmentMessages.Read)],
        TokenUsage = info.TokenUsage is { } usage ? new TokenUsage(usage.InputTokens, usage.OutputTokens, usage.TotalTokens) : null,
        Cost = SpanCost.Of(info.Cost) is { } cost ? Read(cost, info.Cost.UnpricedSpans) : null,
    };

    /// <summary>Whether every span is there that the client which made the trace has announced; MLflow's API leaves out others.</summary>
    public static bool IsComplete(Wire.Trace trace) => !trace.Info.HasExpectedSpanCount || trace.Info.ExpectedSpanCount <= trace.Info.SpanCount;

    public static Wire.TraceRecord Write(TraceInfo info)
    {
        var record = new Wire.TraceRecord
        {
            TraceId = info.TraceId,
            ExperimentId = info.ExperimentId,
            State = (Wire.TraceState)info.State,
            StartTimeUnixNano = (ulong)info.RequestTimeNs,
        };
        if (info.ExecutionDuration is { } duration)
        {
            record.DurationNano = duration.Ticks * NanosPerTick;
        }

        if (info.RequestPreview is not null)
        {
            record.RequestPreview = info.RequestPreview;
        }

        if (info.ResponsePreview is not null)
        {
            record.ResponsePreview = info.ResponsePreview;
        }

        if (info.ClientRequestId is not null)
        {
            record.ClientRequestId = info.ClientRequestId;
        }

        record.Tags.Set(info.Tags);
        record.Metadata.Set(info.TraceMetadata);
        record.Assessments.Add(info.Assessments.Select(AssessmentMessages.Write));
        return record;
    }

    private static Cost Read(SpanCost cost, long unpricedSpans) => new(SpanCost.Dollars(cost.Total), Dollars(cost.Input), Dollars(cost.Output))
    {
        CacheReadCost = Dollars(cost.CacheRead),
        CacheWriteCost = Dollars(cost.CacheWrite),
        ReasoningCost = Dollars(cost.Reasoning),
        UnpricedSpans = unpricedSpans,
    };

    private static decimal? Dollars(long? picodollars) => picodollars is { } known ? SpanCost.Dollars(known) : null;

    // What a client of MLflow finds among tags and metadata stands beside them in the message.
    private static Dictionary<string, string> Tags(Wire.TraceInfo info)
    {
        var tags = PlainTags.Of(info.Tags);
        if (info.Name.Length > 0)
        {
            tags.TryAdd(MlflowKeys.TraceName, info.Name);
        }

        return tags;
    }

    private static Dictionary<string, string> Metadata(Wire.TraceInfo info)
    {
        var metadata = new Dictionary<string, string>(info.Metadata, StringComparer.Ordinal);
        if (info.TokenUsage is { } usage)
        {
            metadata.TryAdd(MlflowKeys.TraceTokenUsage, string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"input_tokens\": {usage.InputTokens}, \"output_tokens\": {usage.OutputTokens}, \"total_tokens\": {usage.TotalTokens}}}"));
        }

        if (SpanCost.Of(info.Cost) is { } cost)
        {
            metadata.TryAdd(MlflowKeys.TraceCost, cost.ToJson(info.Cost.UnpricedSpans));
        }

        return metadata;
    }
}
