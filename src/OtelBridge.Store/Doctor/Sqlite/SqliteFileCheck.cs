using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor.Sqlite;

/// <summary>Whether the file is sound as SQLite sees it: pages, indexes, rows that refer to others.</summary>
internal sealed class SqliteFileCheck(ISqlDatabase database) : StoreCheck("file")
{
    private const int MaxFaults = 3;

    private const string IntegritySql = "SELECT integrity_check FROM pragma_integrity_check LIMIT @limit";
    private const string ReferencesSql = "SELECT DISTINCT \"table\" || ' to ' || parent FROM pragma_foreign_key_check LIMIT @limit";

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(bool repair, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var (version, faults, references) = await database.ReadAsync(
            static session => (
                session.Number("PRAGMA user_version"),
                session.Query(IntegritySql, static row => row.GetString(0), ("@limit", MaxFaults)),
                session.Query(ReferencesSql, static row => row.GetString(0), ("@limit", MaxFaults))),
            cancellationToken).ConfigureAwait(false);
        return
        [
            faults is ["ok"]
                ? Sound($"schema {version}, sound to SQLite's own check")
                : Problem(
                    $"SQLite finds the file damaged: {string.Join("; ", faults)}",
                    "Stop the server, copy the file, and restore a backup; or export what can be read and import it into a new store."),
            references.Count == 0
                ? new CheckResult("references", CheckOutcome.Sound, "every row that refers to another finds it")
                : new CheckResult(
                    "references",
                    CheckOutcome.Problem,
                    $"rows refer to others that are not there: {string.Join("; ", references)}",
                    "Restore a backup, or export what can be read and import it into a new store."),
        ];
    }
}
