using OtelBridge.Store.Storage.Aggregates;
using OtelBridge.Store.Storage.Sql.Aggregates;
using OtelBridge.Store.Storage.Sql.Search;

namespace OtelBridge.Store.Storage.Sql.Rollups;

/// <summary>Sums over all traces of experiments: what is kept and right, and the rest from the traces.</summary>
internal sealed class RollupReader
{
    private const string MarksSql = "SELECT DISTINCT level, experiment_id, bucket FROM rollup_marks WHERE ";

    private const string RunSql = """
        SELECT bucket, sums FROM rollups WHERE experiment_id = @experiment AND dimension = @dimension AND level = @level AND bucket BETWEEN @first AND @last
        """;

    private const string ExperimentsSql = "SELECT experiment_id FROM experiments ORDER BY experiment_id";

    private readonly SqlSession _session;
    private readonly IReadOnlyList<long> _experiments;
    private readonly ILookup<long, (int Level, long Bucket)> _marks;

    /// <summary>Reads of which experiments what is right.</summary>
    public RollupReader(SqlSession session, IReadOnlyList<long> experiments)
    {
        (_session, _experiments) = (session, experiments);
        _marks = session.Query(
            MarksSql + session.Dialect.IsIn("experiment_id", "@experiments"),
            static row => (Experiment: row.GetInt64(1), Mark: (row.GetInt32(0), row.GetInt64(2))),
            ("@experiments", session.Dialect.List([.. experiments]))).ToLookup(static row => row.Experiment, static row => row.Mark);
    }

    /// <summary>Gives the experiments of ids; none means all.</summary>
    public static IReadOnlyList<long> Experiments(SqlSession session, IReadOnlyList<string> ids) =>
        SearchScope.Of(session, ids).Experiments ?? session.Query(ExperimentsSql, static row => row.GetInt64(0));

    /// <summary>Sums up a range.</summary>
    /// <param name="dimension">What is split by.</param>
    /// <param name="from">The first nanosecond.</param>
    /// <param name="before">The end, not in it.</param>
    /// <param name="widest">The widest level to use; below <see cref="RollupLevel.Finest"/> for none.</param>
    /// <param name="kept">Is called with the start of a bucket and its kept sums.</param>
    /// <param name="open">Is called with traces whose sums are not kept.</param>
    public void Read(RollupDimension dimension, long from, long before, int widest, Action<long, byte[]> kept, Action<TraceRows> open)
    {
        foreach (var experiment in _experiments)
        {
            var cover = RollupCover.Of(_marks[experiment], Math.Max(0, from), before, widest);
            foreach (var (level, first, last) in cover.Kept)
            {
                ReadRun(experiment, dimension, level, first, last, kept);
            }

            foreach (var (start, end) in cover.Open)
            {
                open(new TraceStretch(_session, experiment, start, end));
            }
        }
    }

    /// <summary>Sums up a range by a value.</summary>
    public GroupSums ReadGroups(RollupDimension dimension, long from, long before, int widest = RollupLevel.Widest)
    {
        var groups = new GroupSums();
        Read(dimension, from, before, widest, (_, sums) => RollupCodec.AddTo(groups, sums), traces => DimensionSums.Add(_session, traces, dimension, groups));
        return groups;
    }

    private void ReadRun(long experiment, RollupDimension dimension, int level, long first, long last, Action<long, byte[]> kept)
    {
        using var command = _session.Command(
            RunSql, ("@experiment", experiment), ("@dimension", (long)dimension), ("@level", (long)level), ("@first", first), ("@last", last));
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            kept(row.GetInt64(0) * RollupLevel.Width(level), row.GetFieldValue<byte[]>(1));
        }
    }
}
