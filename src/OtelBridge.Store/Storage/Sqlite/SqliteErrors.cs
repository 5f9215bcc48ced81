using Microsoft.Data.Sqlite;
using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>What SQLite's error codes mean to a caller.</summary>
internal static class SqliteErrors
{
    /// <summary>The code that functions of our own fail with.</summary>
    public const int Error = 1;

    // Result codes of sqlite3.h.
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int Interrupt = 9;
    private const int IoError = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static bool IsInterrupt(SqliteException e) => e.SqliteErrorCode == Interrupt;

    public static bool IsSlowPattern(SqliteException e) => e.SqliteErrorCode == Error && e.Message.Contains(RLikePattern.TooSlow, StringComparison.Ordinal);

    /// <summary>Whether a statement nests deeper than SQLite reads.</summary>
    public static bool IsTooDeep(SqliteException e) => e.SqliteErrorCode == Error
        && (e.Message.Contains("parser stack overflow", StringComparison.Ordinal) || e.Message.Contains("Expression tree is too large", StringComparison.Ordinal));

    public static bool IsNotADatabase(SqliteException e) => e.SqliteErrorCode == NotADatabase;

    /// <summary>Whether the same write may succeed later, after somebody has made room or repaired the disk.</summary>
    public static bool IsPassing(SqliteException e) => e.SqliteErrorCode is Busy or ReadOnly or IoError or Full or CannotOpen;

    /// <summary>Says it for the sender of a write.</summary>
    public static StoreUnavailableException ToUnavailable(SqliteException e) => new(
        e.SqliteErrorCode switch
        {
            Full => "The disk of the store is full.",
            ReadOnly => "The store has become read-only.",
            Busy => "The store is locked by another program.",
            _ => "The disk of the store reports an error.",
        },
        e);

    /// <summary>Says it for whoever starts the server.</summary>
    public static string Describe(SqliteException e) => e.SqliteErrorCode switch
    {
        Full => "the disk is full",
        ReadOnly => "it is not writable",
        Busy => "it is locked by another program",
        CannotOpen => "the file cannot be opened; check that the folder exists and is writable",
        NotADatabase => "the file is not a SQLite database",
        _ => e.Message,
    };
}
