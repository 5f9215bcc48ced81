using Microsoft.Data.Sqlite;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Writes a file anew, so that no page of it holds what was deleted.</summary>
internal static class SqliteRewrite
{
    // A rewrite goes through the log, which is cut to nothing after it. Zeros over what is freed meanwhile.
    private const string Sql = "PRAGMA secure_delete = ON; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);";

    /// <summary>Rewrites the file of a store that is closed. It needs as much free space again as the file has, twice.</summary>
    /// <exception cref="StoreException">It cannot be done; the store is as it was.</exception>
    public static void Run(string path)
    {
        using var fileLock = SqliteLock.Take(path);
        var file = new SqliteFile(path, StoreAccess.ReadWrite);
        try
        {
            using var connection = file.OpenForWriting();
            using var command = connection.CreateCommand();
            command.CommandText = Sql;
            command.CommandTimeout = 0;
            command.ExecuteNonQuery();
        }
        catch (SqliteException e)
        {
            throw new StoreException(
                $"The values are masked, but the file '{path}' could not be written anew ({SqliteErrors.Describe(e)}): old bytes may be in its free pages. Run the command again.", e);
        }
        finally
        {
            file.Close();
        }
    }
}
