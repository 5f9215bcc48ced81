using OtelBridge.Store.Doctor;
using Spectre.Console;

namespace OtelBridge.Server.Commands;

/// <summary>One finding, as a line for people.</summary>
internal static class CheckLine
{
    public static void Write(IAnsiConsole console, CheckResult result)
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
}
