using System.Globalization;
using Spectre.Console;

namespace OtelBridge.Server.Transfer;

/// <summary>Shows on the error stream how far a long command has come: a bar where a person looks at it, nothing in a file or a pipe.</summary>
internal static class TransferProgress
{
    /// <summary>Runs work that tells where it is and how many traces are done.</summary>
    /// <param name="title">What is done, e.g. <c>Exporting</c>.</param>
    /// <param name="end">Where it ends; null when that is not known.</param>
    /// <param name="isShown">Whether the output leaves room for it.</param>
    /// <param name="work">The work; it is given what to tell.</param>
    public static async Task RunAsync(string title, double? end, bool isShown, Func<Action<long, long>, Task> work)
    {
        if (!isShown || Console.IsErrorRedirected)
        {
            await work(static (_, _) => { });
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        ProgressColumn[] columns = end is null
            ? [new SpinnerColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn()]
            : [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()];
        await console.Progress().Columns(columns).StartAsync(async progress =>
        {
            var task = progress.AddTask(title, maxValue: end ?? 1);
            task.IsIndeterminate = end is null;
            await work((position, traces) =>
            {
                task.Description = string.Create(CultureInfo.InvariantCulture, $"{title}: {traces:N0} traces");
                task.Value = end is null ? 0 : position;
            });
        });
    }
}
