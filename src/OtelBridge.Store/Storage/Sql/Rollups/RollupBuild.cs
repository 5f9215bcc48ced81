namespace OtelBridge.Store.Storage.Sql.Rollups;

/// <summary>Makes the sums of marked buckets in three steps, so that no write is missed, however writes and those who make sums meet.</summary>
/// <remarks>
/// First the marks are replaced by one of our own: who writes now marks again. Then the sums are read, on a later state of the store. Then they are kept, where our mark is still the only
/// one. A write that a state does not show yet shows its mark no sooner than itself. Whose work is cut short leaves a mark, and the bucket is made again.
/// </remarks>
internal sealed class RollupBuild(int level, IReadOnlyList<(long Experiment, long Bucket)> buckets)
{
    private const string ReplaceSql = "DELETE FROM rollup_marks WHERE level = @level AND experiment_id = @experiment AND bucket = @bucket";

    private const string ClaimSql = "INSERT INTO rollup_marks (level, experiment_id, bucket, mark) VALUES (@level, @experiment, @bucket, @mark)";

    private const string MarksSql = "SELECT mark FROM rollup_marks WHERE level = @level AND experiment_id = @experiment AND bucket = @bucket LIMIT 2";

    private const string ReleaseSql = "DELETE FROM rollup_marks WHERE level = @level AND experiment_id = @experiment AND bucket = @bucket AND mark = @mark";

    private const string PutSql = """
        INSERT INTO rollups (experiment_id, dimension, level, bucket, sums) VALUES (@experiment, @dimension, @level, @bucket, @sums)
        ON CONFLICT (experiment_id, dimension, level, bucket) DO UPDATE SET sums = excluded.sums
        """;

    private const string DropSql = "DELETE FROM rollups WHERE experiment_id = @experiment AND dimension = @dimension AND level = @level AND bucket = @bucket";

    // After that, what was not read yet waits for the next time.
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(2);

    private readonly long _mark = -Random.Shared.NextInt64(1, long.MaxValue);

    /// <summary>Makes the sums. What is not done stays marked.</summary>
    public async Task RunAsync(ISqlDatabase database, TimeProvider time, CancellationToken cancellationToken)
    {
        await database.WriteAsync(Claim, 0, cancellationToken).ConfigureAwait(false);
        var made = await database.ReadAsync(session => Make(session, time, cancellationToken), cancellationToken).ConfigureAwait(false);
        await database.WriteAsync(session => Keep(session, made), made.Sum(static sums => sums.Bytes), cancellationToken).ConfigureAwait(false);
    }

    private int Claim(SqlSession session)
    {
        foreach (var (experiment, bucket) in buckets)
        {
            session.Execute(ReplaceSql, Place(experiment, bucket));
            session.Execute(ClaimSql, [.. Place(experiment, bucket), ("@mark", _mark)]);
        }

        return buckets.Count;
    }

    private List<Made> Make(SqlSession session, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var made = new List<Made>(); // bounded by the buckets
        foreach (var (experiment, bucket) in buckets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (made.Count > 0 && time.GetElapsedTime(started) > LongestRead)
            {
                break;
            }

            made.Add(new Made(experiment, bucket, RollupSums.Make(session, level, experiment, bucket)));
        }

        return made;
    }

    private int Keep(SqlSession session, List<Made> made)
    {
        var kept = 0;
        foreach (var (experiment, bucket, sums) in made)
        {
            var marks = session.Query(MarksSql, static row => row.GetInt64(0), Place(experiment, bucket));
            if (marks is not [var mark] || mark != _mark)
            {
                session.Execute(ReleaseSql, [.. Place(experiment, bucket), ("@mark", _mark)]);
                continue;
            }

            Put(session, experiment, bucket, sums);
            if (level < RollupLevel.Widest)
            {
                Above(session, experiment, bucket);
            }

            session.Execute(ReleaseSql, [.. Place(experiment, bucket), ("@mark", _mark)]);
            kept++;
        }

        return kept;
    }

    private void Put(SqlSession session, long experiment, long bucket, byte[]?[] sums)
    {
        foreach (var dimension in RollupSums.Dimensions)
        {
            var place = Place(experiment, bucket);
            if (sums[(int)dimension] is { } bytes)
            {
                session.Execute(PutSql, [.. place, ("@dimension", (long)dimension), ("@sums", bytes)]);
            }
            else
            {
                session.Execute(DropSql, [.. place, ("@dimension", (long)dimension)]);
            }
        }
    }

    // The wider sum holds what was before.
    private void Above(SqlSession session, long experiment, long bucket) => session.Execute(
        RollupMarks.MarkSql, ("@level", (long)level + 1), ("@experiment", experiment), ("@bucket", RollupLevel.Above(level, bucket)));

    private (string, object?)[] Place(long experiment, long bucket) => [("@level", (long)level), ("@experiment", experiment), ("@bucket", bucket)];

    private sealed record Made(long Experiment, long Bucket, byte[]?[] Sums)
    {
        public long Bytes => Sums.Sum(static sums => sums?.LongLength ?? 0);
    }
}
