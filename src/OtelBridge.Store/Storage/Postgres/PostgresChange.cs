using System.Data;
using Npgsql;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>Runs a change of the shared SQL in one transaction, exactly once.</summary>
internal static class PostgresChange
{
    private const string EndSql = $"SELECT pg_current_xact_id_if_assigned()::text, ({PostgresSchema.VersionSql})";

    private const string StatusSql = "SELECT pg_xact_status(@id::xid8)";

    public static T Run<T>(NpgsqlDataSource source, PostgresPatience patience, Func<SqlSession, T> change)
    {
        T result;
        string? transactionId;
        Exception lost;
        using (var connection = source.OpenConnection())
        {
            // What another transaction has changed since this one began cannot be overwritten: it fails with a conflict and is run again.
            using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
            var session = new SqlSession(connection, PostgresDialect.Instance);
            try
            {
                result = change(session);
                (transactionId, var version) = session.Query(EndSql, static row => (row.TextOrNull(0), row.GetInt64(1)))[0]; // no id when nothing was written
                PostgresSchema.CheckBeforeChange(version);
            }
            catch (PostgresException)
            {
                PostgresConnections.Restore(connection);
                throw;
            }

            try
            {
                transaction.Commit();
                return result;
            }
            catch (Exception e) when (PostgresErrors.IsPassing(e)) // lost with the connection, or told that it ends: it may have been committed
            {
                lost = e;
            }
        }

        return transactionId is null || patience.Run(() => WasCommitted(source, transactionId), CancellationToken.None)
            ? result
            : throw lost; // passing: it is run again
    }

    /// <summary>Says what became of a transaction whose connection was lost while it was committed.</summary>
    private static bool WasCommitted(NpgsqlDataSource source, string transactionId)
    {
        using var connection = source.OpenConnection();
        using var command = new NpgsqlCommand(StatusSql, connection);
        command.Parameters.AddWithValue("id", transactionId);
        return command.ExecuteScalar() switch
        {
            "committed" => true,
            "in progress" => throw new TimeoutException("The database has not ended the transaction yet."), // passing: asked again
            _ => false,
        };
    }
}
