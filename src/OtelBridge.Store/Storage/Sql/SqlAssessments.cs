using System.Data.Common;
using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Store.Translation;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>The rows of assessments.</summary>
internal static class SqlAssessments
{
    private const string Columns = """
        a.trace_key, t.trace_id, a.assessment_id, a.name, a.is_expectation, a.value, a.error, a.span_id, a.source_type, a.source_id, a.rationale,
        a.metadata, a.overrides, a.valid, a.created_ms, a.updated_ms
        """;

    private const string OfTracesSql = $"SELECT {Columns} FROM assessments a JOIN traces t ON t.trace_key = a.trace_key WHERE ";

    private const string Order = " ORDER BY a.trace_key, a.created_ms, a.assessment_id";

    private const string OneSql = $"{OfTracesSql} a.trace_key = @key AND a.assessment_id = @id";

    private const string InsertSql = """
        INSERT INTO assessments (assessment_id, trace_key, name, is_expectation, value, error, span_id, source_type, source_id, rationale, metadata,
                                 overrides, valid, created_ms, updated_ms)
        VALUES (@id, @key, @name, @expectation, @value, @error, @span, @source, @sourceId, @rationale, @metadata, @overrides, @valid, @created, @updated)
        ON CONFLICT (assessment_id) DO NOTHING
        """;

    private const string UpdateSql = """
        UPDATE assessments
        SET name = @name, value = @value, error = @error, rationale = @rationale, metadata = @metadata, valid = @valid, updated_ms = @updated
        WHERE trace_key = @key AND assessment_id = @id
        """;

    private const string SetValidSql = "UPDATE assessments SET valid = @valid WHERE trace_key = @key AND assessment_id = @id";

    private const string DeleteSql = "DELETE FROM assessments WHERE trace_key = @key AND assessment_id = @id";

    /// <summary>Reads the assessments of traces, the oldest first.</summary>
    /// <param name="session">The session.</param>
    /// <param name="keys">The traces, as a list parameter.</param>
    public static List<(long TraceKey, Assessment Assessment)> OfTraces(SqlSession session, object keys) =>
        session.Query(OfTracesSql + session.Dialect.IsIn("a.trace_key", "@keys") + Order, static row => (row.GetInt64(0), Read(row)), ("@keys", keys));

    public static Assessment? Find(SqlSession session, long traceKey, string assessmentId) =>
        session.Query(OneSql, Read, ("@key", traceKey), ("@id", assessmentId)).FirstOrDefault();

    /// <summary>Adds an assessment under the id that it has.</summary>
    /// <returns>False when there is one of that id.</returns>
    public static bool Insert(SqlSession session, long traceKey, Assessment assessment) =>
        session.Execute(
            InsertSql,
            [
                .. Parameters(traceKey, assessment),
                ("@expectation", assessment.KindCase == Assessment.KindOneofCase.Expectation ? 1L : 0L),
                ("@span", NullIfEmpty(assessment.SpanId)),
                ("@source", (long)assessment.SourceType),
                ("@sourceId", NullIfEmpty(assessment.SourceId)),
                ("@overrides", NullIfEmpty(assessment.Overrides)),
                ("@created", assessment.CreateTimeMs),
            ]) > 0;

    public static void Update(SqlSession session, long traceKey, Assessment assessment) => session.Execute(UpdateSql, Parameters(traceKey, assessment));

    /// <summary>Notes that an assessment was replaced by another one, or no longer is.</summary>
    /// <returns>False when there is no such assessment.</returns>
    public static bool SetValid(SqlSession session, long traceKey, string assessmentId, bool valid) =>
        session.Execute(SetValidSql, ("@key", traceKey), ("@id", assessmentId), ("@valid", valid ? 1L : 0L)) > 0;

    public static void Delete(SqlSession session, long traceKey, string assessmentId) =>
        session.Execute(DeleteSql, ("@key", traceKey), ("@id", assessmentId));

    private static (string Name, object? Value)[] Parameters(long traceKey, Assessment assessment) =>
    [
        ("@key", traceKey),
        ("@id", assessment.AssessmentId),
        ("@name", assessment.Name),
        ("@value", NullIfEmpty(assessment.Feedback?.Value ?? assessment.Expectation?.Value)),
        ("@error", assessment.Feedback?.Error is { } error ? JsonFormatter.Default.Format(error) : null),
        ("@rationale", assessment.HasRationale ? assessment.Rationale : null),
        ("@metadata", assessment.Metadata.Count > 0 ? WriteMetadata(assessment.Metadata) : null),
        ("@valid", assessment is { HasValid: true, Valid: false } ? 0L : 1L),
        ("@updated", assessment.LastUpdateTimeMs),
    ];

    private static Assessment Read(DbDataReader row)
    {
        var assessment = new Assessment
        {
            TraceId = row.GetString(1),
            AssessmentId = row.GetString(2),
            Name = row.GetString(3),
            SpanId = row.TextOrNull(7) ?? string.Empty,
            SourceType = (AssessmentSourceType)row.GetInt64(8),
            SourceId = row.TextOrNull(9) ?? string.Empty,
            Overrides = row.TextOrNull(12) ?? string.Empty,
            Valid = row.GetInt64(13) != 0,
            CreateTimeMs = row.GetInt64(14),
            LastUpdateTimeMs = row.GetInt64(15),
        };
        var value = row.TextOrNull(5) ?? string.Empty;
        if (row.GetInt64(4) != 0)
        {
            assessment.Expectation = new Expectation { Value = value };
        }
        else
        {
            assessment.Feedback = new Feedback { Value = value, Error = row.TextOrNull(6) is { } error ? AssessmentError.Parser.ParseJson(error) : null };
        }

        if (row.TextOrNull(10) is { } rationale)
        {
            assessment.Rationale = rationale;
        }

        if (row.TextOrNull(11) is { } metadata)
        {
            assessment.Metadata.Add(JsonSerializer.Deserialize(metadata, StoreJsonContext.Default.DictionaryStringString) ?? []);
        }

        return assessment;
    }

    private static string WriteMetadata(IDictionary<string, string> metadata) =>
        JsonSerializer.Serialize(new Dictionary<string, string>(metadata), StoreJsonContext.Default.DictionaryStringString);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
