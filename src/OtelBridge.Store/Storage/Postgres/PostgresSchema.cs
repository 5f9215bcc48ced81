using System.Globalization;
using System.Reflection;
using Npgsql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>Brings a schema of a database to this version by numbered migrations, and refuses what it does not know.</summary>
internal static class PostgresSchema
{
    private const string Folder = "OtelBridge.Store.Storage.Postgres.Migrations.";

    // Of this program alone: servers that start at once wait for each other. "OTLB" in ASCII.
    private const long LockKey = 0x4F544C42;

    private const string InspectSql = """
        SELECT current_schema(), current_setting('server_encoding'), to_regclass(quote_ident(current_schema()) || '.otelbridge_schema') IS NOT NULL,
               EXISTS (SELECT 1 FROM pg_catalog.pg_class WHERE relnamespace = quote_ident(current_schema())::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f'))
        """;

    private static readonly (int Version, string Name)[] Migrations =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(Folder.Length, 4), CultureInfo.InvariantCulture), name))
            .Order(),
    ];

    public static int Newest => Migrations[^1].Version;

    /// <summary>Applies the migrations that are missing, each in a transaction of its own.</summary>
    /// <exception cref="StoreException">The tables belong to another program, or to a newer version of this one.</exception>
    public static void Migrate(NpgsqlConnection connection, string description)
    {
        while (true)
        {
            using var transaction = connection.BeginTransaction();
            Execute(connection, $"SELECT pg_advisory_xact_lock({LockKey.ToString(CultureInfo.InvariantCulture)})");
            var version = Check(connection, description);
            if (version == Newest)
            {
                return;
            }

            var next = Migrations.First(migration => migration.Version > version);
            Execute(connection, Read(next.Name));
            using var note = new NpgsqlCommand("DELETE FROM otelbridge_schema; INSERT INTO otelbridge_schema (version) VALUES (@version)", connection);
            note.Parameters.AddWithValue("version", (long)next.Version);
            note.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    /// <summary>Gets the version that the schema has, in the transaction of a change: another server may have migrated it since this one has started.</summary>
    public const string VersionSql = "SELECT max(version) FROM otelbridge_schema";

    /// <summary>Refuses to change a schema of a newer version: what this one writes would lack what that one relies on.</summary>
    /// <exception cref="StoreUnavailableException">It is newer. Another server, of that version, may take the same.</exception>
    public static void CheckBeforeChange(long version)
    {
        if (version > Newest)
        {
            throw new StoreUnavailableException(
                $"A newer version of OtelBridge has migrated the store (schema {version}; this server knows {Newest}). This server only reads until it is upgraded.");
        }
    }

    /// <summary>Checks that this version can read the schema, and returns its version; 0 when there is nothing yet.</summary>
    public static int Check(NpgsqlConnection connection, string description)
    {
        var (schema, encoding, isOurs, hasTables) = Inspect(connection);
        if (schema is null)
        {
            throw new StoreException($"'{description}' has no schema to work in: none of the search path exists. Make it (CREATE SCHEMA), or name another one.");
        }

        if (encoding != "UTF8")
        {
            throw new StoreException($"'{description}' stores text as {encoding}. Make a database with ENCODING 'UTF8', and name that one.");
        }

        if (!isOurs)
        {
            return !hasTables ? 0 : throw new StoreException(
                $"The schema '{schema}' of '{description}' has tables of another program. Name another database, or a schema of its own (Search Path=…).");
        }

        using var command = new NpgsqlCommand(VersionSql, connection);
        var version = command.ExecuteScalar() is long number ? (int)number : 0;
        return version <= Newest
            ? version
            : throw new StoreException(
                $"'{description}' was written by a newer version of OtelBridge (schema {version}; this version knows {Newest}). Upgrade, or name another database.");
    }

    private static (string? Schema, string Encoding, bool IsOurs, bool HasTables) Inspect(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(InspectSql, connection);
        using var row = command.ExecuteReader();
        row.Read();
        return (row.IsDBNull(0) ? null : row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3));
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!; // listed by the assembly itself
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
