using System.Globalization;
using OtelBridge.Dialects;
using OtelBridge.Pricing;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Reads rows of <c>traces</c>.</summary>
internal static class ClickHouseRecordRow
{
    /// <summary>The columns that <see cref="Read"/> takes, in its order.</summary>
    public const string Columns = $"""
        trace_id, version, arrival, experiment_id, state, start_ns, end_ns, span_count, replaced, root_span_id, name, request_preview, response_preview, client_request_id,
        expected_spans, {UsageOfSpan}, unpriced_spans, tags, metadata, run_ids, assessments
        """;

    /// <summary>The columns of tokens and cost that spans and traces have.</summary>
    public const string UsageOfSpan = Sql.UsageColumns.OfSpan;

    public static ClickHouseRecord Read(RowBinaryReader row)
    {
        var record = new ClickHouseRecord(row.String())
        {
            Version = row.UInt64(),
            Arrival = row.UInt64(),
        };
        var facts = record.Facts;
        facts.ExperimentId = row.Int64();
        facts.State = (TraceState)row.UInt8();
        facts.StartUnixNano = row.Int64();
        facts.EndUnixNano = row.NullableInt64();
        facts.SpanCount = row.Int64();
        record.Replaced = row.UInt32();
        facts.RootSpanId = row.NullableInt64();
        facts.Name = row.NullableString();
        facts.RequestPreview = row.NullableString();
        facts.ResponsePreview = row.NullableString();
        facts.ClientRequestId = row.NullableString();
        facts.ExpectedSpans = row.NullableInt64();
        facts.Usage = new TraceUsage(ReadTokens(row), ReadCost(row), row.NullableInt64());
        Fill(record.Tags, row.Map());
        Fill(record.Metadata, row.Map());
        record.RunIds.UnionWith(row.Array(static item => item.String()));
        record.Assessments.AddRange(row.Array(static item => Assessment.Parser.ParseFrom(item.Bytes())));
        return record;
    }

    /// <summary>Reads three columns of tokens, which are null together.</summary>
    public static SpanTokenUsage? ReadTokens(RowBinaryReader row)
    {
        var (input, output, total) = (row.NullableInt64(), row.NullableInt64(), row.NullableInt64());
        return input is null ? null : new SpanTokenUsage(input.Value, output ?? 0, total ?? 0);
    }

    /// <summary>Reads six columns of cost.</summary>
    public static SpanCost? ReadCost(RowBinaryReader row)
    {
        var (input, output, total) = (row.NullableInt64(), row.NullableInt64(), row.NullableInt64());
        var (cacheRead, cacheWrite, reasoning) = (row.NullableInt64(), row.NullableInt64(), row.NullableInt64());
        return total is { } known ? new SpanCost(known, input, output, cacheRead, cacheWrite, reasoning) : null;
    }

    /// <summary>Makes the message of a record.</summary>
    public static TraceInfo ToMessage(ClickHouseRecord record)
    {
        var facts = record.Facts;
        var info = new TraceInfo
        {
            TraceId = record.TraceId,
            ExperimentId = facts.ExperimentId.ToString(CultureInfo.InvariantCulture),
            State = facts.State,
            StartTimeUnixNano = (ulong)facts.StartUnixNano,
            SpanCount = facts.SpanCount,
            Name = facts.Name ?? string.Empty,
        };

        // Optional fields of a message are set or absent; null is neither.
        if (facts.EndUnixNano is { } end)
        {
            info.DurationNano = end - facts.StartUnixNano;
        }

        if (facts.RequestPreview is { } request)
        {
            info.RequestPreview = request;
        }

        if (facts.ResponsePreview is { } response)
        {
            info.ResponsePreview = response;
        }

        if (facts.ClientRequestId is { } clientRequestId)
        {
            info.ClientRequestId = clientRequestId;
        }

        if (facts.ExpectedSpans is { } expected)
        {
            info.ExpectedSpanCount = expected;
        }

        AddUsage(info, facts.Usage);
        info.Tags.Add(record.Tags);
        info.Metadata.Add(record.Metadata);
        info.RunIds.AddRange(record.RunIds);
        info.Assessments.AddRange(record.Assessments);
        return info;
    }

    private static void AddUsage(TraceInfo info, TraceUsage usage)
    {
        if (usage.Tokens is { } tokens)
        {
            info.TokenUsage = new TokenUsage { InputTokens = tokens.Input, OutputTokens = tokens.Output, TotalTokens = tokens.Total };
        }

        if (usage.Cost is { } cost)
        {
            info.Cost = cost.ToMessage();
            info.Cost.UnpricedSpans = usage.UnpricedSpans ?? 0;
        }
    }

    private static void Fill(SortedDictionary<string, string> target, List<KeyValuePair<string, string>> map)
    {
        foreach (var (key, value) in map)
        {
            target[key] = value;
        }
    }
}
