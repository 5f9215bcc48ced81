using System.Runtime.CompilerServices;
using OtelBridge.Pricing;
using OtelBridge.Store.Doctor;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sqlite;

namespace OtelBridge.Store.Backup;

/// <summary>Checks a backup without restoring it: that it is what was written, and that what was written can be read.</summary>
public static class BackupCheckup
{
    private const string TakeAnother = "Take an earlier backup; this one is not what was written.";

    /// <summary>Runs every check, and gives what they find.</summary>
    /// <param name="file">The backup. Nothing of it is changed.</param>
    /// <param name="options">Whom to tell.</param>
    /// <param name="prices">What tokens cost, for the doctor's check of costs; OtelBridge's own table when null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BackupException">It is no backup that this version reads.</exception>
    public static async IAsyncEnumerable<CheckResult> RunAsync(
        string file, BackupOptions options, PriceTable? prices, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        file = Path.GetFullPath(file);
        var manifest = BackupManifest.Read(file);
        yield return new CheckResult(
            "manifest", CheckOutcome.Sound, FormattableString.Invariant($"made {manifest.MadeAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC by {manifest.MadeBy} of {manifest.Source}"));
        if (await FindDamageAsync(file, manifest, options, cancellationToken).ConfigureAwait(false) is { } damage)
        {
            yield return new CheckResult("checksum", CheckOutcome.Problem, damage, TakeAnother);
            yield break;
        }

        yield return new CheckResult("checksum", CheckOutcome.Sound, FormattableString.Invariant($"{manifest.Bytes} bytes, SHA-256 {manifest.Sha256}"));
        var contents = SqliteContents.Read(file).Contents;
        yield return contents == manifest.Contents
            ? new CheckResult("contents", CheckOutcome.Sound, $"{contents}")
            : new CheckResult("contents", CheckOutcome.Problem, $"{contents}; the manifest says {manifest.Contents}", TakeAnother);
        if (manifest.Schema < SqliteSchema.Newest)
        {
            yield return new CheckResult(
                "traces", CheckOutcome.Notice, "not read: the backup is of an older version", "Restore it, which brings it to this version, and run 'otelbridge doctor' there.");
            yield break;
        }

        var store = SqliteTraceStore.Open(file, StoreAccess.ReadOnly);
        await using (store.ConfigureAwait(false))
        {
            foreach (var check in StoreCheckup.Of(store, prices))
            {
                Action<long, long> progress = (done, all) => options.Progress($"Checking {check.Name}", done, all);
                foreach (var result in await check.RunAsync(repair: false, progress, cancellationToken).ConfigureAwait(false))
                {
                    yield return result;
                }
            }
        }
    }

    /// <summary>Says how the file differs from its manifest; null when it does not.</summary>
    internal static async Task<string?> FindDamageAsync(string file, BackupManifest manifest, BackupOptions options, CancellationToken cancellationToken)
    {
        var bytes = new FileInfo(file).Length;
        if (bytes != manifest.Bytes)
        {
            return FormattableString.Invariant($"the file has {bytes} bytes, and had {manifest.Bytes}");
        }

        Action<long, long> progress = (done, all) => options.Progress("Summing", done, all);
        return SayDamage(manifest, await Task.Run(() => DurableFiles.Sum(file, progress, cancellationToken), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Says how a checksum differs from that of the manifest; null when it does not.</summary>
    internal static string? SayDamage(BackupManifest manifest, string sum) =>
        sum == manifest.Sha256 ? null : $"the file's SHA-256 is {sum}, and was {manifest.Sha256}: it is damaged, or was changed";
}
