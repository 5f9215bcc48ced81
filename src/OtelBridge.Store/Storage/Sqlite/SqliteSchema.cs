using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Brings a database to this version by numbered migrations, and refuses what it does not know.</summary>
internal static class SqliteSchema
{
    // PRAGMA application_id of our files: "OTLB" in ASCII. It tells another program's database from an empty one.
    private const long ApplicationId = 0x4F544C42;

    private const string Folder = "OtelBridge.Store.Storage.Sqlite.Migrations.";

    private static readonly (int Version, string Name)[] Migrations =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(Folder.Length, 4), CultureInfo.InvariantCulture), name))
            .Order(),
    ];

    public static int Newest => Migrations[^1].Version;

    /// <summary>Applies the migrations that are missing, each in a transaction of its own.</summary>
    /// <exception cref="StoreException">The file belongs to another program, or to a newer version of this one.</exception>
    public static void Migrate(SqliteConnection connection, string path)
    {
        var version = Check(connection, path);

        // To rebuild a table is to drop the old one, which would take along what refers to it. The setting is ignored inside a transaction.
        SqliteFile.Execute(connection, "PRAGMA foreign_keys = OFF");
        foreach (var migration in Migrations.Where(migration => migration.Version > version))
        {
            using var transaction = connection.BeginTransaction();
            SqliteFile.Execute(connection, Read(migration.Name));
            SqliteFile.Execute(connection, string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {migration.Version};"));
            transaction.Commit();
        }

        SqliteFile.Execute(connection, "PRAGMA foreign_keys = ON");
    }

    /// <summary>Checks that this version can read the file, and returns the version of its schema.</summary>
    public static int Check(SqliteConnection connection, string path)
    {
        var version = (int)SqliteFile.Scalar(connection, "PRAGMA user_version");
        var isOurs = SqliteFile.Scalar(connection, "PRAGMA application_id") == ApplicationId;
        var isEmpty = SqliteFile.Scalar(connection, "SELECT count(*) FROM sqlite_master") == 0;
        if (!isOurs && !isEmpty)
        {
            throw new StoreException($"'{path}' is a SQLite database of another program. Name another file.");
        }

        return version <= Newest
            ? version
            : throw new StoreException(
                $"'{path}' was written by a newer version of OtelBridge (schema {version}; this version knows {Newest}). Upgrade, or name another file.");
    }

    private static string Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!; // listed by the assembly itself
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
