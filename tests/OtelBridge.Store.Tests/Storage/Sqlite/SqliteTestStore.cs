using Microsoft.Data.Sqlite;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

/// <summary>The SQLite store of one test; its file is checked and removed at the end.</summary>
internal sealed class SqliteTestStore : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.File("traces.db");

    public Task<ITraceStore> OpenAsync() => TraceStores.OpenAsync("sqlite:" + Path, StoreAccess.ReadWrite, CancellationToken.None);

    /// <summary>Runs statements on the closed store.</summary>
    public void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Removes everything that is stored; the store is closed.</summary>
    public void Empty()
    {
        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            File.Delete(file);
        }
    }

    /// <summary>Checks the file of the closed store, and removes it.</summary>
    public void Dispose()
    {
        try
        {
            SqliteIntegrity.Check(Path);
        }
        finally
        {
            _folder.Dispose();
        }
    }
}
