using System.Net.Sockets;
using Npgsql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>What the faults of PostgreSQL and of the way to it mean to a caller.</summary>
internal static class PostgresErrors
{
    // The database may be told to end transactions of servers that stand still.
    private const string TransactionWasIdle = "25P03";
    private const string TransactionTookTooLong = "25P04";

    /// <summary>Whether the transaction met another one, and is to be run again at once.</summary>
    public static bool IsConflict(Exception e) => e is PostgresException
    {
        // A unique violation: another transaction has stored the same since this one looked. Run again it finds it.
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UniqueViolation,
    };

    /// <summary>Whether the server could not be asked, or could not do it now: the same may succeed later.</summary>
    public static bool IsPassing(Exception e) => e switch
    {
        PostgresException fault => IsPassing(fault.SqlState),
        NpgsqlException => true, // the connection: refused, cut off, timed out, none free in the pool
        SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether the connection was ended while the database answered: by somebody, as <see cref="PostgresStalls"/> does, or by the database, since this process stood still in the middle of a transaction.</summary>
    public static bool IsEnded(Exception e) => e is PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or TransactionWasIdle };

    /// <summary>Says it for the sender of a request.</summary>
    public static StoreUnavailableException ToUnavailable(Exception e) => new(
        e switch
        {
            PostgresException { SqlState: PostgresErrorCodes.DiskFull } => "The disk of the database is full.",
            PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => "The database is read-only.",
            PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "The database has no free connection.",
            _ when IsConflict(e) => "Too many others change the same; try again later.",
            _ => "The database cannot be reached, or is starting or stopping; try again later.",
        },
        e);

    /// <summary>Says it for whoever starts the server.</summary>
    public static string Describe(Exception e, string database) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            $"there is no database '{database}'. Make it first: createdb {database}",
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            "user or password are wrong, or pg_hba.conf does not let the user in",
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            $"the user may not make tables there. Let a superuser run: GRANT CREATE ON SCHEMA … TO …",
        PostgresException fault => $"{fault.MessageText} (SQLSTATE {fault.SqlState})",
        _ when e.GetBaseException() is SocketException socket => $"the server does not answer: {socket.Message}",
        _ when e.GetBaseException() is TimeoutException => "the server does not answer in time",
        _ => e.GetBaseException().Message,
    };

    private static bool IsPassing(string sqlState) =>
        sqlState.StartsWith("08", StringComparison.Ordinal) // connection
        || sqlState.StartsWith("53", StringComparison.Ordinal) // resources: disk, memory, connections
        || sqlState.StartsWith("57P", StringComparison.Ordinal) // terminated, shutting down, starting up
        || sqlState.StartsWith("58", StringComparison.Ordinal) // disk errors of the server
        || sqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable or TransactionTookTooLong or TransactionWasIdle;
}
