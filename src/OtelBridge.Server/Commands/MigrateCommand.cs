using System.CommandLine;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Migration;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Commands;

/// <summary><c>otelbridge migrate</c>: copies everything of one store into another one, and compares them.</summary>
internal sealed class MigrateCommand
{
    private readonly Option<string> _from = new("--from")
    {
        HelpName = "ADDRESS",
        Description = "The store to copy, which a server may go on writing, e.g. sqlite:otelbridge.db.",
        Required = true,
    };

    private readonly Option<string> _to = new("--to")
    {
        HelpName = "ADDRESS",
        Description = "The store to copy into, e.g. postgresql://otelbridge@db/otelbridge.",
        Required = true,
    };

    private readonly Option<bool> _watch = new("--watch") { Description = "Goes on copying what is new or has changed, until it is stopped. It does not compare." };

    private readonly Option<bool> _verifyOnly = new("--verify-only") { Description = "Only compares the stores, and changes neither." };

    public MigrateCommand()
    {
        Command = new Command(
            "migrate",
            "Copies everything of one store into another one, of any kind: experiments, runs, traces and what is said of them. May be stopped and run again, and "
            + "ends with a comparison of both.")
        {
            _from, _to, _watch, _verifyOnly,
        };
        Command.Validators.Add(result =>
        {
            if (result.GetValue(_watch) && result.GetValue(_verifyOnly))
            {
                result.AddError("--watch and --verify-only exclude each other.");
            }
        });
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var verifyOnly = parsed.GetValue(_verifyOnly);
        using var stop = new StopSignals();
        return verifyOnly
            ? await MigrateAsync(parsed, verifyOnly, null, stop, cancellationToken)
            : await CommandAudit.RunAsync(AuditAction.Store, "migrate", stop, entry => AppendAsync(parsed, entry), note => MigrateAsync(parsed, verifyOnly, note, stop, cancellationToken));
    }

    // Both stores say so: out of the one it was all taken, into the other it came.
    private async Task AppendAsync(ParseResult parsed, AuditEntry entry)
    {
        await CommandAudit.At(parsed.GetRequiredValue(_to))(entry);
        await CommandAudit.At(parsed.GetRequiredValue(_from))(entry with { Action = AuditAction.Export });
    }

    private async Task<int> MigrateAsync(ParseResult parsed, bool verifyOnly, AuditNote? note, StopSignals stop, CancellationToken cancellationToken)
    {
        await using var source = await TraceStores.OpenAsync(parsed.GetRequiredValue(_from), StoreAccess.ReadOnly, cancellationToken);
        await using var target = await TraceStores.OpenAsync(
            parsed.GetRequiredValue(_to), verifyOnly ? StoreAccess.ReadOnly : StoreAccess.ReadWrite, cancellationToken);
        try
        {
            MigrationReport? report = null;
            await WorkProgress.RunAsync(
                "Migrating",
                isShown: true,
                async progress =>
                {
                    var migration = new StoreMigration(source, target, new MigrationOptions
                    {
                        Say = Say,
                        Progress = (what, done, all) => progress(done, all, all > 0 ? $"{what}, {WorkProgress.Traces(done)}" : what),
                    });
                    if (parsed.GetValue(_watch))
                    {
                        await migration.WatchAsync(stop.Token);
                    }

                    report = verifyOnly ? await migration.CompareAsync(stop.Token) : await migration.RunAsync(stop.Token);
                });
            note?.AddItems(report!.Sums.Values.Sum(static sums => sums.Target.Traces));
            var isWhole = MigrationSummary.Write(report!, Console.Out); // the work has ended, so it has set it
            await MigrationSummary.WriteLeftBehindAsync(source, target, Console.Out, cancellationToken);
            return isWhole ? ExitCodes.Ok : ExitCodes.Failure;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            Say(verifyOnly ? "Stopped." : "Stopped. What was copied stays; the same command goes on, and compares in the end.");
            return parsed.GetValue(_watch) ? ExitCodes.Ok : ExitCodes.Failure;
        }
        catch (MigrationException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private static void Say(string text) => Console.Error.WriteLine(TerminalText.Clean(text));
}
