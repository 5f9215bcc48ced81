using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>What SQL of searches calls and SQLite lacks.</summary>
internal static class SqliteFunctions
{
    /// <summary><c>fold(text)</c>: see <see cref="TextFolding"/>.</summary>
    public const string Fold = "fold";

    /// <summary><c>rlike(pattern, text)</c>: whether a regular expression matches somewhere.</summary>
    public const string RLike = "rlike";

    public static void AddTo(SqliteConnection connection)
    {
        connection.CreateFunction(Fold, (string? text) => text is null ? null : TextFolding.Fold(text), isDeterministic: true);
        var patterns = new Dictionary<string, Regex>(); // those of one filter: the connection is opened for one call
        connection.CreateFunction(
            RLike,
            bool? (string pattern, string? text) =>
            {
                if (text is null)
                {
                    return null;
                }

                if (!patterns.TryGetValue(pattern, out var regex))
                {
                    patterns[pattern] = regex = RLikePattern.Compile(pattern);
                }

                try
                {
                    return regex.IsMatch(text);
                }
                catch (RegexMatchTimeoutException)
                {
                    throw new SqliteException(RLikePattern.TooSlow, SqliteErrors.Error); // SQLite hands on no more than code and text
                }
            },
            isDeterministic: true);
    }
}
