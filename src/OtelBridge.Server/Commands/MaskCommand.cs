using System.CommandLine;
using System.Globalization;
using OtelBridge.Server.Configuration;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Masking;

namespace OtelBridge.Server.Commands;

/// <summary><c>otelbridge mask</c>: says what rules find in a store, or masks what is stored.</summary>
internal sealed class MaskCommand
{
    private readonly Option<string?> _rules = new("--rules")
    {
        HelpName = "FILE",
        Description = $"The rules, as 'serve --mask' takes them. [default: variable {EnvironmentKeys.Mask}]",
    };

    private readonly Option<string> _store = new("--store")
    {
        HelpName = "ADDRESS",
        Description = "The store, which no server may use meanwhile; with --dry-run one may.",
        Required = true,
    };

    private readonly Option<string[]> _experiments = new("--experiment")
    {
        HelpName = "ID",
        Description = "Only what belongs to this experiment; may be given several times. [default: all]",
    };

    private readonly Option<string> _filter = new("--filter")
    {
        HelpName = "FILTER",
        Description = "Only traces of this filter, in the language of search; then runs and experiments stay as they are.",
        DefaultValueFactory = static _ => "",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only says what the rules find, and changes nothing." };

    public MaskCommand()
    {
        Command = new Command(
            "mask",
            "Masks what a store holds already, and leaves nothing behind of what was there: spans, records, search values, words, free pages. It reads the whole store, indexes its text "
            + "anew and writes its files anew. May be stopped and run again.")
        {
            _rules, _store, _experiments, _filter, _dryRun,
        };
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (path, source) = parsed.GetValue(_rules) is { } option ? (option, "--rules") : (Environment.GetEnvironmentVariable(EnvironmentKeys.Mask)?.Trim(), EnvironmentKeys.Mask);
        if (string.IsNullOrEmpty(path))
        {
            throw new UsageException($"Name the rules: --rules FILE, or the variable {EnvironmentKeys.Mask}.");
        }

        var isDryRun = parsed.GetValue(_dryRun);
        var rules = MaskFile.Load(path, source, Environment.GetEnvironmentVariable);
        using var stop = new StopSignals();
        return isDryRun
            ? await MaskAsync(parsed, rules, isDryRun, null, stop)
            : await CommandAudit.RunAsync(AuditAction.Change, "mask", stop, CommandAudit.At(parsed.GetRequiredValue(_store)), note => MaskAsync(parsed, rules, isDryRun, note, stop));
    }

    private async Task<int> MaskAsync(ParseResult parsed, MaskingRules rules, bool isDryRun, AuditNote? note, StopSignals stop)
    {
        var experiments = parsed.GetValue(_experiments) ?? [];
        Array.ForEach(experiments, id => note?.Add(AuditSubject.Experiment, id));
        try
        {
            MaskingReport? report = null;
            await WorkProgress.RunAsync(
                isDryRun ? "Looking" : "Masking",
                isShown: true,
                async progress => report = await StoreMasking.RunAsync(
                    parsed.GetRequiredValue(_store),
                    new MaskingWork
                    {
                        Rules = rules,
                        Experiments = experiments,
                        Filter = parsed.GetRequiredValue(_filter),
                        IsDryRun = isDryRun,
                        Progress = (what, done, all) => progress(done, all, all > 0 ? $"{what}, {WorkProgress.Traces(done)}" : what),
                    },
                    stop.Token));
            note?.AddItems(report!.ChangedTraces);
            return Write(report!, isDryRun); // the work has ended, so it has set it
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            Console.Error.WriteLine("otelbridge: Stopped. What was masked stays masked; old bytes of it may still be there: run the same command again, and it goes on.");
            return ExitCodes.Failure;
        }
    }

    private static int Write(MaskingReport report, bool isDryRun)
    {
        foreach (var count in report.Counts)
        {
            Say($"{count.Values,10:N0}  {count.Rule}: {count.Field}, experiment {count.ExperimentId}{(count.Examples.Count > 0 ? $", e.g. {string.Join(", ", count.Examples)}" : "")}");
        }

        Say($"{(isDryRun ? "Would mask" : "Masked")} {report.Values:N0} values in {report.ChangedTraces:N0} of {report.Traces:N0} traces and {report.ChangedOthers:N0} runs and experiments.");
        foreach (var trace in report.Unreadable)
        {
            Console.Error.WriteLine(TerminalText.Clean($"otelbridge: the trace {trace} cannot be read, and stays as it is; 'otelbridge doctor' says more."));
        }

        return report.Unreadable.Count == 0 ? ExitCodes.Ok : ExitCodes.Failure;
    }

    private static void Say(FormattableString text) => Console.Out.WriteLine(TerminalText.Clean(text.ToString(CultureInfo.InvariantCulture)));
}
