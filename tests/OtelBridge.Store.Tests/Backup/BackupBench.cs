using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using OtelBridge.Store.Backup;
using OtelBridge.Store.Doctor;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Backup;

/// <summary>A folder with a store, a backup of it and a store that is restored from that.</summary>
internal sealed class BackupBench : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Store => "sqlite:" + _folder.File("store.db");

    public string File => _folder.File("backup.db");

    public string Restored => "sqlite:" + RestoredPath;

    public string RestoredPath => _folder.File("restored.db");

    /// <summary>The names of everything in the folder that is about the backup, or the store that is restored.</summary>
    public IEnumerable<string> Names => Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Where(static name => !name!.StartsWith("store.", StringComparison.Ordinal))!;

    public static Task<ITraceStore> OpenAsync(string address, StoreAccess access = StoreAccess.ReadWrite) => TraceStores.OpenAsync(address, access, CancellationToken.None);

    /// <summary>Makes the store with a run and thirty traces, and closes it.</summary>
    public async Task FillAsync()
    {
        await using var store = await OpenAsync(Store);
        await store.Runs.CreateAsync(new CreateRunRequest { ExperimentId = "0" }, CancellationToken.None);
        await new TraceIngestor(store).IngestAsync(Request(Enumerable.Range(1, 30).Select(static number => Span(number, 1))), null, CancellationToken.None);
    }

    public Task<BackupManifest> BackUpAsync(string? address = null, Action<string, long, long>? progress = null, CancellationToken cancellationToken = default) =>
        StoreBackup.WriteAsync(address ?? Store, File, new BackupOptions { Progress = progress ?? (static (_, _, _) => { }) }, cancellationToken);

    public Task<BackupManifest> RestoreAsync(string? address = null, Action<string, long, long>? progress = null, CancellationToken cancellationToken = default) =>
        StoreRestore.RunAsync(File, address ?? Restored, new BackupOptions { Progress = progress ?? (static (_, _, _) => { }) }, cancellationToken);

    public async Task<IReadOnlyList<CheckResult>> VerifyAsync()
    {
        var results = new List<CheckResult>();
        await foreach (var result in BackupCheckup.RunAsync(File, new BackupOptions(), null, CancellationToken.None))
        {
            results.Add(result);
        }

        return results;
    }

    /// <summary>Changes one text of the manifest.</summary>
    public void EditManifest(string from, string to)
    {
        var text = System.IO.File.ReadAllText(File + BackupManifest.Suffix);
        text.ShouldContain(from);
        System.IO.File.WriteAllText(File + BackupManifest.Suffix, text.Replace(from, to, StringComparison.Ordinal));
    }

    /// <summary>Writes a manifest for the file as it is now.</summary>
    public void WriteManifest(BackupManifest manifest)
    {
        var bytes = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(
            File + BackupManifest.Suffix, (manifest with { Bytes = bytes.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) }).ToJson());
    }

    /// <summary>Runs statements on a file that nobody has open; that of the store, when none is named.</summary>
    public void Execute(string sql, string? path = null)
    {
        using var connection = new SqliteConnection($"Data Source={path ?? _folder.File("store.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose() => _folder.Dispose();
}
