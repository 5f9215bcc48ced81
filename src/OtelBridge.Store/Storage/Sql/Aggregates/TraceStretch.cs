using System.Data.Common;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>The traces of one experiment that started in a stretch of time: one range of an index.</summary>
internal sealed class TraceStretch(SqlSession session, long experiment, long from, long before) : TraceRows
{
    private const string Where = "t.experiment_id = @experiment AND t.start_ns >= @from AND t.start_ns < @before";

    protected override void Read(Func<string, string, string> sql, Action<DbDataReader> read) =>
        Read(session, sql("traces t", Where), [("@experiment", experiment), ("@from", from), ("@before", before)], read);
}
