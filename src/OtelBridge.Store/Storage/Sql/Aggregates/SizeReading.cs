using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage.Sql.Rollups;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>How much a store holds, counted where that is cheap.</summary>
internal static class SizeReading
{
    // Each block says how many spans use it, and there are many times fewer blocks.
    private const string SpansSql = "SELECT CAST(coalesce(sum(spans), 0) AS bigint) FROM block_uses";

    public static StoreSize Read(SqlSession session, long waiting)
    {
        var (bytes, payload) = session.Query(session.Dialect.SizeSql, static row => (row.GetInt64(0), row.GetInt64(1)))[0];
        return new StoreSize(
            new RollupReader(session, RollupReader.Experiments(session, [])).ReadGroups(RollupDimension.Traces, long.MinValue, long.MaxValue)[string.Empty].Count,
            session.Number(SpansSql) ?? 0,
            bytes,
            payload,
            session.Number("SELECT count(*) FROM text_pending") ?? 0,
            session.Number("SELECT min(start_ns) FROM traces"),
            waiting);
    }
}
