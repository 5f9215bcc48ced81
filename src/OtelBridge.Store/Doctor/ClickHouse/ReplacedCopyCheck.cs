using OtelBridge.Store.Storage.ClickHouse;

namespace OtelBridge.Store.Doctor.ClickHouse;

/// <summary>How many stored rows no longer count. ClickHouse removes them by and by; nothing reads them.</summary>
internal sealed class ReplacedCopyCheck(ClickHouseClient client) : StoreCheck("superseded rows")
{
    private const string SpansSql = "SELECT toInt64(count()), toInt64(uniq(trace_id, span_id)) FROM spans";
    private const string RecordsSql = "SELECT toInt64(count()), toInt64(uniq(trace_id)) FROM traces";

    private readonly ClickHouseReads _database = new(client);

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(bool repair, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var (spans, newestSpans) = await CountAsync(SpansSql, cancellationToken).ConfigureAwait(false);
        var (records, newestRecords) = await CountAsync(RecordsSql, cancellationToken).ConfigureAwait(false);
        return
        [
            Sound($"about {Math.Max(0, spans - newestSpans)} of {spans} rows of spans and {Math.Max(0, records - newestRecords)} of {records} rows of traces are superseded"),
        ];
    }

    private async Task<(long Rows, long Newest)> CountAsync(string sql, CancellationToken cancellationToken) =>
        (await _database.QueryAsync(sql, null, static row => (row.Int64(), row.Int64()), cancellationToken).ConfigureAwait(false))[0];
}
