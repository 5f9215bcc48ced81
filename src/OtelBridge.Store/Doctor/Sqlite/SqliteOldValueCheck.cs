using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor.Sqlite;

/// <summary>How many search values no trace has any more, and with a repair their end.</summary>
/// <remarks>Deleting a trace leaves them, since a writer may know their ids. In a file that the doctor alone has open to write nobody does; in PostgreSQL another server may.</remarks>
internal sealed class SqliteOldValueCheck(ISqlDatabase database) : StoreCheck("old values")
{
    private const string AreUnused = """
        FROM facets WHERE NOT EXISTS (SELECT 1 FROM trace_facets t WHERE t.facet_id = facets.facet_id)
        AND NOT (kind = 8 AND EXISTS (
            SELECT 1 FROM facets n JOIN trace_facets t USING (facet_id) WHERE n.kind = 1 AND n.key = '' AND n.value = substr(facets.value, 2)))
        AND kind <> 10
        AND NOT (kind = 9 AND EXISTS (SELECT 1 FROM traces t WHERE t.trace_id = facets.value))
        AND facet_id NOT IN (SELECT model_id FROM spans WHERE model_id IS NOT NULL UNION SELECT service_id FROM spans WHERE service_id IS NOT NULL)
        """;

    public override async Task<IReadOnlyList<CheckResult>> RunAsync(bool repair, Action<long, long> progress, CancellationToken cancellationToken)
    {
        var count = await CountAsync(database, $"SELECT count(*) {AreUnused}", cancellationToken).ConfigureAwait(false);
        if (count > 0 && repair)
        {
            await database.WriteAsync(static session => session.Execute($"DELETE {AreUnused}"), 0, cancellationToken).ConfigureAwait(false);
            return [Repaired($"removed {count} search values that no trace has any more")];
        }

        return
        [
            count == 0
                ? Sound($"every search value is one of a trace")
                : new CheckResult(
                    Name,
                    CheckOutcome.Notice,
                    FormattableString.Invariant($"{count} search values are of traces that were deleted"),
                    "The doctor with --repair removes them."),
        ];
    }
}
