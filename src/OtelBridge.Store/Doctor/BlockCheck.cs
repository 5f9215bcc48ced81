using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor;

/// <summary>Whether every block of payload decompresses.</summary>
internal sealed class BlockCheck(ISqlDatabase database) : StoreCheck("blocks")
{
    // Blocks have some 128 KiB each; one of a huge trace may be far larger.
    private const int PageSize = 16;

    private const string PageSql = "SELECT block_id, codec, size, payload FROM blocks WHERE block_id > @after ORDER BY block_id LIMIT @limit";

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(bool repair, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var total = await CountAsync(database, "SELECT max(block_id) FROM blocks", cancellationToken).ConfigureAwait(false);
        var (after, blocks, stored, raw) = (0L, 0L, 0L, 0L);
        var damaged = new Examples();
        while (true)
        {
            var page = await database.ReadAsync(session => session.Query(PageSql, Examine, ("@after", after), ("@limit", PageSize)), cancellationToken)
                .ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            foreach (var block in page)
            {
                (blocks, stored, raw) = (blocks + 1, stored + block.Stored, raw + block.Raw);
                if (!block.IsSound)
                {
                    damaged.Add(FormattableString.Invariant($"{block.Id}"));
                }
            }

            after = page[^1].Id;
            progress(after, total);
        }

        return
        [
            damaged.Count == 0
                ? Sound($"{blocks} blocks, {stored} bytes, {raw} when decompressed")
                : Problem(
                    $"{damaged.Count} of {blocks} blocks do not decompress: {damaged}",
                    "Restore a backup, or export what can be read and import it into a new store."),
        ];
    }

    private static (long Id, long Stored, long Raw, bool IsSound) Examine(System.Data.Common.DbDataReader row)
    {
        var block = new PayloadBlock((PayloadCodecId)row.GetInt32(1), row.GetInt32(2), row.GetFieldValue<byte[]>(3));
        try
        {
            return (row.GetInt64(0), block.Bytes.Length, block.Unpack().Length, block.Codec != PayloadCodecId.None || block.Bytes.Length == block.Size);
        }
        catch (InvalidDataException)
        {
            return (row.GetInt64(0), block.Bytes.Length, 0, false);
        }
    }
}
