using OtelBridge.Store.Aggregates;

namespace OtelBridge.Store.Storage.ClickHouse.Aggregates;

/// <summary>How much the store holds: counted from the records, and as the engine says of its files.</summary>
internal sealed class SizeReading(ClickHouseReads database, ClickHouseTables tables)
{
    public async Task<StoreSize> ReadAsync(long waiting, CancellationToken cancellationToken)
    {
        var records = await database.QueryAsync(
            $"SELECT toInt64(count()), sum(span_count), if(count() = 0, NULL, min(start_ns)) FROM traces WHERE {CountedRecords.Sql(null)}",
            null,
            static row => (Traces: row.Int64(), Spans: row.Int64(), Oldest: row.NullableInt64()),
            cancellationToken).ConfigureAwait(false);

        // Small parts have all columns in one file: they count whole.
        var files = await database.QueryAsync(
            $"""
            SELECT toInt64(ifNull((SELECT sum(bytes_on_disk) FROM {tables.OfAllShards("parts")} WHERE active AND database = {tables.Database}), 0)),
                toInt64(ifNull((SELECT sum(if(part_type = 'Compact', data_compressed_bytes, column_data_compressed_bytes)) FROM {tables.OfAllShards("parts_columns")}
                    WHERE active AND database = {tables.Database} AND table = 'spans{tables.Local}' AND column = 'payload'), 0))
            """,
            null,
            static row => (Bytes: row.Int64(), Payload: row.Int64()),
            cancellationToken).ConfigureAwait(false);
        return new StoreSize(records[0].Traces, records[0].Spans, files[0].Bytes, files[0].Payload, 0, records[0].Oldest, waiting);
    }
}
