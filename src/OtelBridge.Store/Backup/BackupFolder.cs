using System.Globalization;

namespace OtelBridge.Store.Backup;

/// <summary>A folder of backups, each named after the moment it was begun at.</summary>
public static class BackupFolder
{
    private const string NameFormat = "'otelbridge-'yyyyMMdd'T'HHmmss'Z.db'";

    /// <summary>Names the next backup of a folder.</summary>
    public static string NameNext(string folder, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return Path.Combine(folder, time.GetUtcNow().ToString(NameFormat, CultureInfo.InvariantCulture));
    }

    /// <summary>Removes all but the latest backups of a folder, and what backups that were killed have left; gives the backups that it has removed.</summary>
    /// <remarks>Only files that have such a name and a manifest beside them: whatever else lies there is not ours to remove.</remarks>
    /// <param name="folder">The folder.</param>
    /// <param name="keep">How many stay, at least 1.</param>
    public static IReadOnlyList<string> Trim(string folder, int keep)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        var old = Directory.EnumerateFiles(folder, "otelbridge-*.db").Where(static file => IsName(Path.GetFileName(file)) && File.Exists(file + BackupManifest.Suffix))
            .OrderDescending(StringComparer.Ordinal).Skip(keep).ToList();
        foreach (var file in old)
        {
            // The backup first: a manifest alone is nothing, a backup alone looks like one that was damaged.
            File.Delete(file);
            File.Delete(file + BackupManifest.Suffix);
        }

        foreach (var leftover in Directory.EnumerateFiles(folder, "otelbridge-*.db" + BackupFile.PartialSuffix))
        {
            RemoveLeftover(leftover[..^BackupFile.PartialSuffix.Length]);
        }

        return old;
    }

    private static void RemoveLeftover(string file)
    {
        try
        {
            BackupFile.Begin(file).Dispose();
        }
        catch (BackupException)
        {
            // It is being written.
        }
    }

    private static bool IsName(string name) => DateTime.TryParseExact(name, NameFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
