using System.CommandLine;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Backup;
using OtelBridge.Store.Doctor;

namespace OtelBridge.Server.Commands;

/// <summary><c>otelbridge restore</c>: makes a store of a backup, or checks a backup.</summary>
internal sealed class RestoreCommand
{
    private readonly Option<string> _from = new("--from") { HelpName = "FILE", Description = "The backup; its manifest lies beside it.", Required = true };

    private readonly Option<string?> _store = new("--store")
    {
        HelpName = "ADDRESS",
        Description = "The store to make, of any kind: a file that is not there, or an empty store. No server may use it meanwhile.",
    };

    private readonly Option<bool> _verify = new("--verify")
    {
        Description = "Only checks the backup: its checksum, its counts, and every trace in it, as 'doctor' does. Ends with 1 when something is wrong.",
    };

    public RestoreCommand()
    {
        Command = new Command("restore", "Makes a store of a backup and checks that all of it is there. With --verify, checks a backup without restoring it.")
        {
            _from, _store, _verify,
        };
        Command.Validators.Add(result =>
        {
            if (result.GetValue(_verify) == result.GetValue(_store) is not null)
            {
                result.AddError("Give one of --store, the store to make, and --verify, to check the backup only.");
            }
        });
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken) => parsed.GetValue(_store) is { } address
        ? RestoreAsync(parsed.GetRequiredValue(_from), address)
        : VerifyAsync(parsed.GetRequiredValue(_from), cancellationToken);

    private static async Task<int> RestoreAsync(string file, string address)
    {
        using var stop = new StopSignals();
        return await CommandAudit.RunAsync(
            AuditAction.Store,
            "restore",
            stop,
            entry => entry.Outcome == AuditOutcomes.Done ? CommandAudit.At(address)(entry) : Task.CompletedTask, // else there is no store, or one that says that it is not whole
            note => RestoreAsync(file, address, note, stop));
    }

    private static async Task<int> RestoreAsync(string file, string address, AuditNote note, StopSignals stop)
    {
        try
        {
            BackupManifest? manifest = null;
            await WorkProgress.RunAsync(
                "Restoring",
                isShown: true,
                async progress => manifest = await StoreRestore.RunAsync(
                    file, address, new BackupOptions { Progress = (what, done, all) => progress(done, all, what) }, stop.Token));
            note.AddItems(manifest!.Contents.Traces);
            Console.Out.WriteLine($"Restored {manifest!.Contents}: all that the backup has."); // the work has ended, so it has set it
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped. The store is not restored; run the same command again.");
            return ExitCodes.Failure;
        }
    }

    private static async Task<int> VerifyAsync(string file, CancellationToken cancellationToken)
    {
        var prices = PriceFile.FromEnvironment();
        var results = new List<CheckResult>(); // bounded by the checks
        await WorkProgress.RunAsync(
            "Checking",
            isShown: true,
            async progress =>
            {
                var options = new BackupOptions { Progress = (what, done, all) => progress(done, all, what) };
                await foreach (var result in BackupCheckup.RunAsync(file, options, prices, cancellationToken))
                {
                    results.Add(result);
                }
            });
        var console = Terminal.Open();
        results.ForEach(result => CheckLine.Write(console, result));
        return results.Exists(static result => result.Outcome == CheckOutcome.Problem) ? ExitCodes.Failure : ExitCodes.Ok;
    }
}
