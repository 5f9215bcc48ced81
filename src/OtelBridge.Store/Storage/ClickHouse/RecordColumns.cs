using OtelBridge.Store.Storage.Sql;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Rows of <c>traces</c>.</summary>
internal static class RecordColumns
{
    public const string Names = "experiment_id, start_ns, trace_id, version, arrival, state, end_ns, span_count, replaced, root_span_id, name, request_preview, "
        + $"response_preview, client_request_id, expected_spans, {UsageColumns.OfTrace}, tags, metadata, run_ids, assessments, assessment_names, assessment_values, "
        + "assessment_is_expectation, assessment_is_valid, assessment_times";

    public static void Write(RowBinaryWriter row, ClickHouseRecord record)
    {
        var facts = record.Facts;
        row.Int64(facts.ExperimentId);
        row.Int64(facts.StartUnixNano);
        row.String(record.TraceId);
        row.UInt64(record.Version);
        row.UInt64(record.Arrival);
        row.UInt8((byte)facts.State);
        row.NullableInt64(facts.EndUnixNano);
        row.Int64(facts.SpanCount);
        row.UInt32(record.Replaced);
        row.NullableInt64(facts.RootSpanId);
        row.NullableString(facts.Name);
        row.NullableString(facts.RequestPreview);
        row.NullableString(facts.ResponsePreview);
        row.NullableString(facts.ClientRequestId);
        row.NullableInt64(facts.ExpectedSpans);
        UsageCells.Write(row, facts.Usage.Tokens, facts.Usage.Cost);
        row.NullableInt64(facts.Usage.UnpricedSpans);
        row.Map(record.Tags);
        row.Map(record.Metadata);
        row.Array(record.RunIds, static (target, id) => target.String(id));
        WriteAssessments(row, record.Assessments);
        row.EndRow();
    }

    private static void WriteAssessments(RowBinaryWriter row, List<Assessment> assessments)
    {
        row.Array(assessments, static (target, assessment) => target.Message(assessment));
        row.Array(assessments, static (target, assessment) => target.String(assessment.Name));
        row.Array(assessments, static (target, assessment) => target.String(assessment.Feedback?.Value ?? assessment.Expectation?.Value ?? string.Empty));
        row.Array(assessments, static (target, assessment) => target.Bool(assessment.KindCase == Assessment.KindOneofCase.Expectation));
        row.Array(assessments, static (target, assessment) => target.Bool(assessment.Valid));
        row.Array(assessments, static (target, assessment) => target.Int64(assessment.CreateTimeMs));
    }
}
