using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor.Sqlite;

/// <summary>How large the file and its log are, and how much of the file is free.</summary>
internal sealed class SqliteSpaceCheck(ISqlDatabase database, string path) : StoreCheck("space")
{
    // A log larger than this is not folded back into the file: some reader has been open for long.
    private const long LargeLog = 256L * 1024 * 1024;

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(bool repair, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var (pages, free, pageSize) = await database.ReadAsync(
            static session => (session.Number("PRAGMA page_count") ?? 0, session.Number("PRAGMA freelist_count") ?? 0, session.Number("PRAGMA page_size") ?? 0),
            cancellationToken).ConfigureAwait(false);
        var log = new FileInfo(path + "-wal") is { Exists: true } file ? file.Length : 0;
        FormattableString text = $"{pages * pageSize} bytes, {free * pageSize} of them free; {log} bytes of log";
        return
        [
            log <= LargeLog
                ? Sound(text)
                : new CheckResult(
                    Name,
                    CheckOutcome.Notice,
                    FormattableString.Invariant(text),
                    "The log is large: a program may have been reading for long. It shrinks when that ends, at the latest when the server is restarted."),
        ];
    }
}
