using Microsoft.Data.Sqlite;
using OtelBridge.Store.Storage.Sql.Rollups;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Notes which kept sums are no longer right, as spans arrive: each bucket once, as long as nobody may have taken the note away.</summary>
/// <remarks>Belongs to the one thread that writes.</remarks>
internal sealed class SqliteRollupMarks(SqliteConnection connection) : IDisposable
{
    // Some 50 bytes each. When it is full it is emptied, and buckets are noted again.
    private const int MaxKnown = 10_000;

    private const string TouchSql = "INSERT OR IGNORE INTO rollup_marks (level, experiment_id, bucket) VALUES (0, ?1, ?2)";

    private readonly SqliteStatement _touch = new(connection, TouchSql);
    private readonly HashSet<(long Experiment, long Bucket)> _known = []; // bounded by MaxKnown

    public void Touch(long experimentId, long startUnixNano)
    {
        var bucket = RollupLevel.Bucket(RollupLevel.Finest, startUnixNano);
        if (_known.Add((experimentId, bucket)))
        {
            _touch.Set(1, experimentId).Set(2, bucket).Run();
            if (_known.Count > MaxKnown)
            {
                _known.Clear();
            }
        }
    }

    /// <summary>Forgets what was noted: it was rolled back, or somebody else may have taken it away.</summary>
    public void Clear() => _known.Clear();

    public void Dispose() => _touch.Dispose();
}
