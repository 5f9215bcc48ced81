using Npgsql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>Writes tables anew, so that no page of them holds rows that were deleted.</summary>
internal static class PostgresRewrite
{
    private static readonly string[] Tables =
        ["blocks", "block_uses", "spans", "traces", "trace_tags", "trace_metadata", "facets", "trace_facets", "trace_text", "text_terms", "assessments", "runs", "run_tags", "run_params", "experiment_tags"];

    /// <summary>Rewrites the tables one after the other, each of which nobody reads or writes meanwhile. It needs as much free space as the largest has.</summary>
    /// <exception cref="StoreException">It cannot be done; the store is as it was.</exception>
    public static async Task RunAsync(PostgresAddress address, CancellationToken cancellationToken)
    {
        var source = PostgresConnections.Make(address.Settings);
        await using (source.ConfigureAwait(false))
        {
            try
            {
                var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    foreach (var table in Tables)
                    {
                        using var command = new NpgsqlCommand($"VACUUM FULL {table}", connection) { CommandTimeout = 0 };
                        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                    }
                }
            }
            catch (NpgsqlException e)
            {
                throw new StoreException(
                    $"The values are masked, but the tables of '{address.Description}' could not be written anew ({PostgresErrors.Describe(e, address.Settings.Database!)}): "
                    + "old rows may be in their files. Run VACUUM FULL, or this command again.", e);
            }
        }
    }
}
