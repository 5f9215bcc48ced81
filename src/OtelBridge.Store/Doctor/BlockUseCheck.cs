using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor;

/// <summary>Whether each block is counted as used by as many spans as point to it: by that count the store knows when a block may go.</summary>
internal sealed class BlockUseCheck(ISqlDatabase database) : StoreCheck("block uses")
{
    private const string PointsSql = "(SELECT block_id, count(*) AS points FROM spans GROUP BY block_id)";

    private const string WrongSql = $"""
        SELECT count(*) FROM blocks b
        LEFT JOIN block_uses u ON u.block_id = b.block_id
        LEFT JOIN {PointsSql} s ON s.block_id = b.block_id
        WHERE u.spans IS NULL OR s.points IS NULL OR u.spans <> s.points
        """;

    private const string LooseSql = "SELECT count(*) FROM block_uses WHERE block_id NOT IN (SELECT block_id FROM blocks)";

    private static readonly string[] RepairSql =
    [
        "DELETE FROM block_uses",
        $"INSERT INTO block_uses (block_id, spans) SELECT s.block_id, s.points FROM {PointsSql} s JOIN blocks b ON b.block_id = s.block_id",
        "DELETE FROM blocks WHERE block_id NOT IN (SELECT block_id FROM block_uses)",
    ];

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(bool repair, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var wrong = await CountAsync(database, WrongSql, cancellationToken).ConfigureAwait(false)
            + await CountAsync(database, LooseSql, cancellationToken).ConfigureAwait(false);
        if (wrong == 0)
        {
            return [Sound($"every block is counted as used by the spans that point to it")];
        }

        if (!repair)
        {
            return [Problem($"{wrong} blocks are counted wrongly: they would go too early, or never", TryRepair)];
        }

        await database.WriteAsync(
            session =>
            {
                foreach (var sql in RepairSql)
                {
                    session.Execute(sql);
                }

                return true;
            },
            0,
            cancellationToken).ConfigureAwait(false);
        return [Repaired($"counted the uses of {wrong} blocks again; those that nothing uses are gone")];
    }
}
