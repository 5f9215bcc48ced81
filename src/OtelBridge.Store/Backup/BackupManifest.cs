using System.Text.Json;
using OtelBridge.Store.Storage.Sqlite;

namespace OtelBridge.Store.Backup;

/// <summary>What a backup says of itself, in <c>FILE.manifest</c> beside it. A file without one is no backup: nobody can say that it is whole.</summary>
public sealed record BackupManifest
{
    /// <summary>What stands after the name of the backup.</summary>
    public const string Suffix = ".manifest";

    /// <summary>The form of backups that this version writes, and the newest that it reads.</summary>
    internal const int NewestFormat = 1;

    // Ours take some 500 bytes.
    private const int MaxSize = 64 * 1024;

    /// <summary>Gets the form of the backup.</summary>
    public required int Format { get; init; }

    /// <summary>Gets when it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Gets which version made it.</summary>
    public required string MadeBy { get; init; }

    /// <summary>Gets which store it is of, without secrets.</summary>
    public required string Source { get; init; }

    /// <summary>Gets the version of the tables in it.</summary>
    public required int Schema { get; init; }

    /// <summary>Gets the size of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>Gets the checksum of the file in hex digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Gets what is in it.</summary>
    public required BackupContents Contents { get; init; }

    /// <summary>Reads the manifest of a backup, and refuses what this version does not know.</summary>
    /// <exception cref="BackupException">There is no backup, or it is not one that this version reads.</exception>
    public static BackupManifest Read(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!File.Exists(file))
        {
            throw new BackupException(File.Exists(file + Suffix)
                ? $"The backup '{file}' was never finished: only its manifest is there. Take an earlier one."
                : $"There is no backup '{file}'.");
        }

        var manifest = Parse(file, ReadBytes(file + Suffix));
        var isKnown = manifest.Format <= NewestFormat && manifest.Schema <= SqliteSchema.Newest;
        return isKnown
            ? manifest
            : throw new BackupException(
                $"The backup '{file}' was made by a newer version of OtelBridge ({manifest.MadeBy}: format {manifest.Format}, schema {manifest.Schema}; this version knows "
                + $"{NewestFormat} and {SqliteSchema.Newest}). Restore it with that version.");
    }

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BackupManifestJsonContext.Default.BackupManifest);

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= MaxSize }
                ? File.ReadAllBytes(path)
                : throw new BackupException(
                    $"'{path}' is missing, so nobody can say whether the backup is whole. If the file is a store that you trust, copy it with 'otelbridge migrate' instead.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    private static BackupManifest Parse(string file, byte[] json)
    {
        try
        {
            if (JsonSerializer.Deserialize(json, BackupManifestJsonContext.Default.BackupManifest) is { Contents: not null, Sha256: not null, MadeBy: not null } manifest)
            {
                return manifest;
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        throw new BackupException($"'{file}{Suffix}' is not the manifest of a backup, or is damaged. Take another backup.");
    }
}
