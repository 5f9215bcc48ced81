using System.Globalization;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Which versions of ClickHouse the tables can be made on.</summary>
internal static class ClickHouseVersion
{
    private const string VersionSql = "SELECT version()";

    // Text indexes are a part of ClickHouse, without a switch, since this one.
    private static readonly Version Oldest = new(26, 2);

    /// <summary>Gets the oldest one, for people.</summary>
    public static string OldestText => Oldest.ToString(2);

    /// <summary>Checks that the server is new enough.</summary>
    /// <exception cref="StoreException">It is too old.</exception>
    public static async Task CheckAsync(ClickHouseClient client, CancellationToken cancellationToken)
    {
        var text = (await client.QueryAsync(VersionSql, null, static row => row.String(), cancellationToken).ConfigureAwait(false))[0];
        if (Read(text) is { } version && version < Oldest)
        {
            throw new StoreException($"'{client.Address.Description}' is ClickHouse {text}; this program needs {OldestText} or newer.");
        }
    }

    // "26.7.2.1", and what others who build it append. What cannot be read is let in: the tables will show.
    private static Version? Read(string text) =>
        text.Split('.') is [var major, var minor, ..]
        && int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var first) && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            ? new Version(first, second)
            : null;
}
