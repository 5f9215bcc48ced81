using OtelBridge.Store.Retention;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Adds up what the traces of an experiment take, from the newest back: their payload, as far as its column is compressed.</summary>
internal sealed class ClickHouseExperimentSizes(ClickHouseReads database, ClickHouseTables tables) : IExperimentSizes
{
    private const int TracesPerRead = 1000;

    private const long NanosPerMs = 1_000_000;

    private readonly ClickHouseRecordReader _records = new(database);

    public async Task<bool> HasOlderAsync(long experiment, long unixMs, CancellationToken cancellationToken)
    {
        var values = new ClickHouseValues();
        var sql = $"SELECT 1 FROM traces WHERE experiment_id = {values.Add(experiment)} AND start_ns < {values.Add(unixMs * NanosPerMs)} LIMIT 1";
        return (await database.QueryAsync(sql, values, static row => row.UInt8(), cancellationToken).ConfigureAwait(false)).Count > 0;
    }

    public async Task<long?> FindStartAsync(long experiment, long maxBytes, CancellationToken cancellationToken)
    {
        var ratio = await ReadRatioAsync(cancellationToken).ConfigureAwait(false);
        var (bytes, kept) = (0.0, (long?)null);
        (long Start, string Id)? before = null;
        while (true)
        {
            var page = await ReadPageAsync(experiment, before, cancellationToken).ConfigureAwait(false);
            var heads = await _records.ReadHeadsAsync(page.Select(static trace => trace.Id), cancellationToken).ConfigureAwait(false);
            var counting = page.Where(trace => heads.TryGetValue(trace.Id, out var head) && (head.ExperimentId, head.StartUnixNano) == (experiment, trace.Start)).ToList();
            var sizes = await ReadBytesAsync(counting.ConvertAll(static trace => trace.Id), cancellationToken).ConfigureAwait(false);
            foreach (var trace in counting)
            {
                bytes += sizes.GetValueOrDefault(trace.Id) * ratio;
                if (bytes > maxBytes && kept is { } newest)
                {
                    return newest / NanosPerMs;
                }

                kept = trace.Start;
            }

            if (page.Count < TracesPerRead)
            {
                return null;
            }

            before = page[^1];
        }
    }

    // A trace may have several rows of one place until a merge.
    private Task<List<(long Start, string Id)>> ReadPageAsync(long experiment, (long Start, string Id)? before, CancellationToken cancellationToken)
    {
        var values = new ClickHouseValues();
        var beyond = before is var (start, id) ? $"AND start_ns <= {values.Add(start)} AND (start_ns, trace_id) < ({values.Add(start)}, {values.Add(id)})" : string.Empty;
        var sql = $"""
            SELECT start_ns, trace_id FROM traces WHERE experiment_id = {values.Add(experiment)} {beyond}
            ORDER BY start_ns DESC, trace_id DESC LIMIT 1 BY start_ns, trace_id LIMIT {TracesPerRead}
            """;
        return database.QueryAsync(sql, values, static row => (row.Int64(), row.String()), cancellationToken);
    }

    private async Task<Dictionary<string, long>> ReadBytesAsync(List<string> traceIds, CancellationToken cancellationToken)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal); // bounded by a page
        foreach (var piece in IdLists.Pieces(traceIds))
        {
            var values = new ClickHouseValues();
            var sql = $"SELECT trace_id, toInt64(sum(length(payload))) FROM spans WHERE trace_id IN {values.Add(piece)} GROUP BY trace_id";
            foreach (var (id, bytes) in await database.QueryAsync(sql, values, static row => (row.String(), row.Int64()), cancellationToken).ConfigureAwait(false))
            {
                sizes[id] = bytes;
            }
        }

        return sizes;
    }

    private async Task<double> ReadRatioAsync(CancellationToken cancellationToken)
    {
        var values = new ClickHouseValues();
        var sql = $"""
            SELECT toInt64(sum(data_compressed_bytes)), toInt64(sum(data_uncompressed_bytes)) FROM system.columns
            WHERE database = currentDatabase() AND table = {values.Add("spans" + tables.Local)} AND name = 'payload'
            """;
        var (compressed, raw) = (await database.QueryAsync(sql, values, static row => (row.Int64(), row.Int64()), cancellationToken).ConfigureAwait(false))[0];
        return compressed > 0 && raw > compressed ? (double)compressed / raw : 1;
    }
}
