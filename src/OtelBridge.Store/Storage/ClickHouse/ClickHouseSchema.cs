using System.Globalization;
using System.Reflection;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Brings the tables of a database to this version by numbered migrations, and refuses what it does not know.</summary>
internal static class ClickHouseSchema
{
    private const string Folder = "OtelBridge.Store.Storage.ClickHouse.Migrations.";

    private const string HasSchemaSql = "SELECT name = 'otelbridge_schema' FROM system.tables WHERE database = currentDatabase() ORDER BY 1 DESC LIMIT 1";

    private const string VersionSql = "SELECT toInt64(max(version)) FROM otelbridge_schema";

    private static readonly (int Version, string Name)[] Migrations =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(Folder.Length, 4), CultureInfo.InvariantCulture), name))
            .Order(),
    ];

    public static int Newest => Migrations[^1].Version;

    /// <summary>Applies the migrations that are missing. Each can be repeated: the engine has no transactions for these statements.</summary>
    /// <exception cref="StoreException">The tables belong to another program, or to a newer version of this one.</exception>
    public static async Task MigrateAsync(ClickHouseClient client, CancellationToken cancellationToken)
    {
        var version = await CheckAsync(client, cancellationToken).ConfigureAwait(false);
        var tables = new ClickHouseTables(client.Address);
        foreach (var migration in Migrations.Where(migration => migration.Version > version))
        {
            foreach (var statement in tables.Statements(Script(migration.Version)))
            {
                await client.ExecuteAsync(statement, null, cancellationToken).ConfigureAwait(false);
            }

            var note = new RowBinaryWriter();
            note.UInt32((uint)migration.Version);
            note.EndRow();
            await client.InsertAsync("otelbridge_schema", "version", note, $"schema-{migration.Version}", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Checks that this version can read the tables, and returns their version; 0 when there are none yet.</summary>
    public static async Task<int> CheckAsync(ClickHouseClient client, CancellationToken cancellationToken)
    {
        var description = client.Address.Description;
        var found = await client.QueryAsync(HasSchemaSql, null, static row => row.Bool(), cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return 0;
        }

        if (!found[0])
        {
            throw new StoreException($"'{description}' has tables of another program. Name a database of its own (CREATE DATABASE …).");
        }

        var version = (int)(await client.QueryAsync(VersionSql, null, static row => row.Int64(), cancellationToken).ConfigureAwait(false))[0];
        return version <= Newest
            ? version
            : throw new StoreException(
                $"'{description}' was written by a newer version of OtelBridge (schema {version}; this version knows {Newest}). Upgrade, or name another database.");
    }

    /// <summary>Reads the text of a migration, with its tokens (<see cref="ClickHouseTables"/>).</summary>
    public static string Script(int version)
    {
        var resource = Migrations.Single(migration => migration.Version == version).Name;
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!; // listed by the assembly itself
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
