using OtelBridge.Otlp;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Finds traces that lie in one block with copies of spans which no longer count: the copies go when nothing of the block is used.</summary>
internal static class DeadCopies
{
    private const int BlocksAtOnce = 64;

    private const string BlocksSql = """
        SELECT b.block_id, b.codec, b.size, b.payload, u.spans FROM blocks b LEFT JOIN block_uses u ON u.block_id = b.block_id
        WHERE b.block_id > @after ORDER BY b.block_id LIMIT @limit
        """;

    private const string NeighboursSql = "SELECT DISTINCT t.trace_id FROM spans s JOIN traces t ON t.trace_key = s.trace_key WHERE ";

    /// <summary>Gives the ids of the traces. Reads every block.</summary>
    public static async Task<IReadOnlyList<string>> FindNeighboursAsync(ISqlDatabase database, CancellationToken cancellationToken)
    {
        var wanted = new List<long>(); // eight bytes a block
        for (long? after = -1L; after is { } last;)
        {
            var page = await database.ReadAsync(session => Read(session, last), cancellationToken).ConfigureAwait(false);
            wanted.AddRange(page.Where(static block => block.HasDead).Select(static block => block.Id));
            after = page.Count == 0 ? null : page[^1].Id;
        }

        return wanted.Count == 0
            ? []
            : await database.ReadAsync(
                session => session.Query(NeighboursSql + session.Dialect.IsIn("s.block_id", "@blocks"), static row => row.GetString(0), ("@blocks", session.Dialect.List(wanted))),
                cancellationToken).ConfigureAwait(false);
    }

    private static List<(long Id, bool HasDead)> Read(SqlSession session, long after) => session.Query(
        BlocksSql,
        static row => (
            row.GetInt64(0),
            Count(new PayloadBlock((PayloadCodecId)row.GetInt32(1), row.GetInt32(2), row.GetFieldValue<byte[]>(3))) != (row.IsDBNull(4) ? 0 : row.GetInt64(4))),
        ("@after", after),
        ("@limit", BlocksAtOnce));

    // A damaged block is passed over: what reads a trace of it says so.
    private static long Count(PayloadBlock block)
    {
        try
        {
            var raw = block.Unpack();
            var spans = 0L;
            for (var part = 0; part < raw.Length;)
            {
                var message = PayloadPacker.Raw(raw, part);
                spans += TracesData.Parser.ParseFrom(message).ResourceSpans.Sum(static resource => resource.ScopeSpans.Sum(static scope => (long)scope.Spans.Count));
                part += Google.Protobuf.CodedOutputStream.ComputeLengthSize(message.Length) + message.Length;
            }

            return spans;
        }
        catch (Exception e) when (e is InvalidDataException or Google.Protobuf.InvalidProtocolBufferException)
        {
            return -1;
        }
    }
}
