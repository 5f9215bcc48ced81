using Npgsql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>Makes the pool of connections, and what every connection is told first.</summary>
internal static class PostgresConnections
{
    // Statements are planned for the values they run with: plans made while a table was young stay bad, and planning costs little beside the way there.
    // Acknowledged means durable, whatever the database's default is. Compiling statements pays only for those that run for long.
    private const string SettingsSql = """
        SET plan_cache_mode = force_custom_plan;
        SET jit = off;
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
        """;

    public static NpgsqlDataSource Make(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.ConnectionStringBuilder.NoResetOnClose = true; // keeps the settings; nothing else is set outside of a transaction
        builder.UsePhysicalConnectionInitializer(
            static connection =>
            {
                using var command = new NpgsqlCommand(SettingsSql, connection);
                command.ExecuteNonQuery();
            },
            static async connection =>
            {
                using var command = new NpgsqlCommand(SettingsSql, connection);
                await command.ExecuteNonQueryAsync().ConfigureAwait(false);
            });
        return builder.Build();
    }

    /// <summary>Puts a connection right on which a statement failed, before it goes back to the pool.</summary>
    /// <remarks>Npgsql takes a statement that failed while it was being prepared for one that it does not know, and the database for one that it does: the next use of it
    /// would end with an answer that is not understood. So all are forgotten, on both sides.</remarks>
    public static void Restore(NpgsqlConnection connection)
    {
        try
        {
            using (var rollback = new NpgsqlCommand("ROLLBACK", connection))
            {
                rollback.ExecuteNonQuery();
            }

            connection.UnprepareAll();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
            // It is broken, and the pool takes no broken one.
        }
    }
}
