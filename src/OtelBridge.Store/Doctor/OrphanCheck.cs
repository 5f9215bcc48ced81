using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor;

/// <summary>Whether what belongs to traces belongs to one that is there. The schema leaves this to the store, where constraints would slow it down.</summary>
internal sealed class OrphanCheck(ISqlDatabase database) : StoreCheck("orphans")
{
    private const string NoTrace = "trace_key NOT IN (SELECT trace_key FROM traces)";

    private static readonly (string Table, string Name)[] Tables = [("spans", "spans"), ("text_pending", "entries of the text index's queue")];

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(bool repair, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>(); // at most one a table
        foreach (var (table, name) in Tables)
        {
            var count = await CountAsync(database, $"SELECT count(*) FROM {table} WHERE {NoTrace}", cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                continue;
            }

            if (repair)
            {
                await database.WriteAsync(session => session.Execute($"DELETE FROM {table} WHERE {NoTrace}"), 0, cancellationToken).ConfigureAwait(false);
                results.Add(Repaired($"removed {count} {name} of traces that are not there"));
            }
            else
            {
                results.Add(Problem($"{count} {name} belong to traces that are not there", TryRepair));
            }
        }

        return results.Count > 0 ? results : [Sound($"everything belongs to a trace")];
    }
}
