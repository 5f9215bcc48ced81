using System.Buffers.Binary;
using System.Data.Common;
using Google.Protobuf;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Reads what the spans of a trace cost.</summary>
internal static class SqlSpanCosts
{
    private const string ReadSql = $"SELECT span_id, {UsageColumns.OfSpan} FROM spans WHERE trace_key = @key AND total_cost IS NOT NULL ORDER BY start_ns, span_id";

    private const string FindSql = $"SELECT span_id, {UsageColumns.OfSpan} FROM spans WHERE trace_key = @key AND span_id = @span AND total_cost IS NOT NULL";

    /// <summary>Reads what one span cost; nothing where that is not known.</summary>
    public static List<CostOfSpan> Find(SqlSession session, long traceKey, long spanId) => session.Query(FindSql, Row, ("@key", traceKey), ("@span", spanId));

    public static List<CostOfSpan> Read(SqlSession session, long traceKey) => session.Query(ReadSql, Row, ("@key", traceKey));

    // The statements ask for spans that have a cost.
    private static CostOfSpan Row(DbDataReader row) => new() { SpanId = Id(row.GetInt64(0)), Cost = row.CostOrNull(1 + UsageColumns.Cost)!.ToMessage() };

    private static ByteString Id(long spanId)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, spanId);
        return ByteString.CopyFrom(bytes);
    }
}
