using System.CommandLine;
using System.Globalization;
using OtelBridge.Server.Configuration;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Backup;

namespace OtelBridge.Server.Commands;

/// <summary><c>otelbridge backup</c>: copies a store into one file while a server writes to it.</summary>
internal sealed class BackupCommand
{
    private readonly Option<string?> _store = new("--store")
    {
        HelpName = "ADDRESS",
        Description = $"The store, which a server may go on writing. [default: {DefaultStore.Address}; variable {EnvironmentKeys.Store}]",
    };

    private readonly Option<string> _to = new("--to")
    {
        HelpName = "FILE|FOLDER",
        Description = "The file, which must not be there; or a folder that is there, or ends in a slash, where each backup is named after the time.",
        Required = true,
    };

    private readonly Option<int?> _keep = new("--keep")
    {
        HelpName = "COUNT",
        Description = "With a folder: how many backups stay in it; the oldest are removed when the new one is whole. [default: all]",
    };

    public BackupCommand()
    {
        Command = new Command(
            "backup",
            "Copies a store of any kind into one file, with a manifest beside it, while a server writes to it. 'otelbridge restore' makes a store of it again.")
        {
            _store, _to, _keep,
        };
        Command.Validators.Add(result =>
        {
            if (result.GetValue(_keep) is { } keep)
            {
                if (keep < 1)
                {
                    result.AddError("--keep is at least 1.");
                }
                else if (result.GetValue(_to) is { } to && !IsFolder(to))
                {
                    result.AddError("--keep needs a folder; write --to with a slash at its end.");
                }
            }
        });
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (to, address) = (parsed.GetRequiredValue(_to), parsed.GetValue(_store) ?? StoreOption.FromEnvironment());
        var file = IsFolder(to) ? BackupFolder.NameNext(to, TimeProvider.System) : to;
        using var stop = new StopSignals();
        var exit = await CommandAudit.RunAsync(AuditAction.Export, "backup", stop, CommandAudit.At(address), note => BackUpAsync(address, file, note, stop));
        foreach (var removed in exit == ExitCodes.Ok && parsed.GetValue(_keep) is { } keep ? BackupFolder.Trim(to, keep) : [])
        {
            Console.Out.WriteLine($"Removed '{TerminalText.Clean(removed)}'");
        }

        return exit;
    }

    private static async Task<int> BackUpAsync(string address, string file, AuditNote note, StopSignals stop)
    {
        try
        {
            BackupManifest? manifest = null;
            await WorkProgress.RunAsync(
                "Backing up",
                isShown: true,
                async progress => manifest = await StoreBackup.WriteAsync(
                    address, file, new BackupOptions { Progress = (what, done, all) => progress(done, all, what) }, stop.Token));
            note.AddItems(manifest!.Contents.Traces);
            var made = manifest; // the work has ended, so it has set it
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Backed up {made.Contents} into '{TerminalText.Clean(file)}': {made.Bytes:N0} bytes, SHA-256 {made.Sha256}"));
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped. There is no backup.");
            return ExitCodes.Failure;
        }

    }

    private static bool IsFolder(string path) => path.EndsWith('/') || path.EndsWith(Path.DirectorySeparatorChar) || Directory.Exists(path);
}
