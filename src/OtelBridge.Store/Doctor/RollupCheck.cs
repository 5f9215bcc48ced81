using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Storage.Sql.Rollups;

namespace OtelBridge.Store.Doctor;

/// <summary>Whether the sums that are kept are those of the traces, where no write has marked them.</summary>
internal sealed class RollupCheck(ISqlDatabase database) : StoreCheck("kept sums")
{
    // Days and the experiments that have traces, or sums, of them.
    private const string DaysSql = """
        SELECT experiment_id, start_ns / @day AS bucket FROM traces
        UNION SELECT experiment_id, bucket / @buckets FROM rollups WHERE level = 0
        UNION SELECT experiment_id, bucket FROM rollups WHERE level = 2
        ORDER BY 1, 2
        """;

    private const string BucketsSql = """
        SELECT DISTINCT start_ns / @width FROM traces WHERE experiment_id = @experiment AND start_ns >= @from AND start_ns <= @last
        UNION SELECT bucket FROM rollups WHERE experiment_id = @experiment AND dimension = 0 AND level = @level AND bucket BETWEEN @from / @width AND @last / @width
        """;

    private const string MarksSql = "SELECT level, bucket FROM rollup_marks WHERE experiment_id = @experiment";

    private const string KeptSql = "SELECT dimension, sums FROM rollups WHERE experiment_id = @experiment AND level = @level AND bucket = @bucket";

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(bool repair, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var days = await database.ReadAsync(
            static session => session.Query(
                DaysSql,
                static row => (Experiment: row.GetInt64(0), Day: row.GetInt64(1)),
                ("@day", RollupLevel.Width(RollupLevel.Widest)),
                ("@buckets", RollupLevel.Width(RollupLevel.Widest) / RollupLevel.Width(RollupLevel.Finest))),
            cancellationToken).ConfigureAwait(false);
        var (done, right, wrong) = (0L, 0L, 0L);
        foreach (var (experiment, day) in days)
        {
            // On one state of the store, so that a server that writes meanwhile makes nothing look wrong.
            var (sound, faults) = await database.ReadAsync(session => Examine(session, experiment, day, cancellationToken), cancellationToken).ConfigureAwait(false);
            (right, wrong) = (right + sound, wrong + faults.Count);
            if (repair && faults.Count > 0)
            {
                await database.WriteAsync(session => Mark(session, experiment, faults), 0, cancellationToken).ConfigureAwait(false);
            }

            progress(++done, days.Count);
        }

        return
        [
            (wrong, repair) switch
            {
                (0, _) => Sound($"{right} kept sums are those of the traces"),
                (_, true) => Repaired($"{wrong} kept sums were not those of the traces; a running server makes them again"),
                _ => Problem($"{wrong} kept sums are not those of the traces", TryRepair),
            },
        ];
    }

    private static (long Sound, List<(int Level, long Bucket)> Faults) Examine(SqlSession session, long experiment, long day, CancellationToken cancellationToken)
    {
        var marks = session.Query(MarksSql, static row => (Level: row.GetInt32(0), Bucket: row.GetInt64(1)), ("@experiment", experiment)).ToHashSet();
        var (from, width) = (day * RollupLevel.Width(RollupLevel.Widest), RollupLevel.Width(RollupLevel.Widest));
        var last = from > long.MaxValue - width ? long.MaxValue : from + width - 1;
        var sound = 0L;
        var faults = new List<(int, long)>(); // bounded by the buckets of a day
        for (var level = RollupLevel.Finest; level <= RollupLevel.Widest; level++)
        {
            foreach (var bucket in Buckets(session, experiment, level, from, last))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (marks.Contains((level, bucket)))
                {
                    Above(marks, level, bucket); // what is not right makes nothing right
                }
                else if (IsRight(session, experiment, level, bucket))
                {
                    sound++;
                }
                else
                {
                    faults.Add((level, bucket));
                    Above(marks, level, bucket);
                }
            }
        }

        return (sound, faults);
    }

    private static List<long> Buckets(SqlSession session, long experiment, int level, long from, long last) => session.Query(
        BucketsSql,
        static row => row.GetInt64(0),
        ("@experiment", experiment),
        ("@level", (long)level),
        ("@width", RollupLevel.Width(level)),
        ("@from", from),
        ("@last", last));

    private static void Above(HashSet<(int Level, long Bucket)> marks, int level, long bucket)
    {
        if (level < RollupLevel.Widest)
        {
            marks.Add((level + 1, RollupLevel.Above(level, bucket)));
        }
    }

    private static bool IsRight(SqlSession session, long experiment, int level, long bucket)
    {
        var kept = session.Query(
            KeptSql,
            static row => (Dimension: row.GetInt32(0), Sums: row.GetFieldValue<byte[]>(1)),
            ("@experiment", experiment),
            ("@level", (long)level),
            ("@bucket", bucket)).ToDictionary(static row => row.Dimension, static row => row.Sums);
        var made = RollupSums.Make(session, level, experiment, bucket);
        return RollupSums.Dimensions.All(dimension => made[(int)dimension].AsSpan().SequenceEqual(kept.GetValueOrDefault((int)dimension)));
    }

    private static int Mark(SqlSession session, long experiment, List<(int Level, long Bucket)> faults)
    {
        foreach (var (level, bucket) in faults)
        {
            session.Execute(RollupMarks.MarkSql, ("@level", (long)level), ("@experiment", experiment), ("@bucket", bucket));
        }

        return faults.Count;
    }
}
