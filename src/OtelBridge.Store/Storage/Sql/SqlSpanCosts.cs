using System.Buffers.Binary;
using Google.Protobuf;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Reads what the spans of a trace cost.</summary>
internal static class SqlSpanCosts
{
    private const string ReadSql = $"SELECT span_id, {UsageColumns.OfSpan} FROM spans WHERE trace_key = @key AND total_cost IS NOT NULL ORDER BY start_ns, span_id";

    public static List<CostOfSpan> Read(SqlSession session, long traceKey) => session.Query(
        ReadSql,
        static row => new CostOfSpan { SpanId = Id(row.GetInt64(0)), Cost = row.CostOrNull(1 + UsageColumns.Cost)!.ToMessage() }, // the statement asks for no others
        ("@key", traceKey));

    private static ByteString Id(long spanId)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, spanId);
        return ByteString.CopyFrom(bytes);
    }
}
