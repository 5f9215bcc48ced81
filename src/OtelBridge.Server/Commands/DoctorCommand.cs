using System.CommandLine;
using OtelBridge.Server.Configuration;
using OtelBridge.Store.Doctor;
using OtelBridge.Store.Storage;
using Spectre.Console;

namespace OtelBridge.Server.Commands;

/// <summary><c>otelbridge doctor</c>: checks a store and says what is wrong.</summary>
internal sealed class DoctorCommand
{
    private readonly Option<string?> _store = new("--store")
    {
        HelpName = "ADDRESS",
        Description = $"The store. [default: {DefaultStore.Address}; variable {EnvironmentKeys.Store}]",
    };

    private readonly Option<bool> _repair = new("--repair")
    {
        Description = "Puts right what can be put right without losing anything: counts, search columns, records, leftovers. No server may use the store meanwhile.",
    };

    public DoctorCommand()
    {
        Command = new Command(
            "doctor", "Checks a store, also while a server uses it: reads every trace, and prints what it finds, a line a check. Ends with 1 when something is wrong.")
        {
            _store, _repair,
        };
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var repair = parsed.GetValue(_repair);
        var address = parsed.GetValue(_store) ?? FromEnvironment() ?? DefaultStore.Address;
        await using var store = await TraceStores.OpenAsync(address, repair ? StoreAccess.ReadWrite : StoreAccess.ReadOnly, cancellationToken);
        var console = Terminal.Open();
        var isWrong = false;
        foreach (var check in StoreCheckup.Of(store))
        {
            IReadOnlyList<CheckResult> results = [];
            await WorkProgress.RunAsync(
                $"Checking {check.Name}",
                isShown: true,
                async progress => results = await check.RunAsync(repair, (position, end) => progress(position, end, ""), cancellationToken));
            foreach (var result in results)
            {
                Write(console, result);
                isWrong |= result.Outcome == CheckOutcome.Problem;
            }
        }

        return isWrong ? ExitCodes.Failure : ExitCodes.Ok;
    }

    private static void Write(IAnsiConsole console, CheckResult result)
    {
        var (word, colour) = result.Outcome switch
        {
            CheckOutcome.Sound => ("ok", "green"),
            CheckOutcome.Notice => ("note", "yellow"),
            CheckOutcome.Repaired => ("repaired", "green"),
            _ => ("WRONG", "red"),
        };
        var text = $"{result.Name,-15}{result.Text}{(result.Advice is null ? "" : $". {result.Advice}")}";
        console.MarkupLine($"[{colour}]{word,-9}[/]{Markup.Escape(TerminalText.Clean(text))}");
    }

    private static string? FromEnvironment() =>
        Environment.GetEnvironmentVariable(EnvironmentKeys.Store) is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
