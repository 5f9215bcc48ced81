using System.Globalization;
using Spectre.Console;

namespace OtelBridge.Server.Transfer;

/// <summary>Shows on the error stream how far a long command has come: a bar where a person looks at it, nothing in a file or a pipe.</summary>
internal static class TransferProgress
{
    /// <summary>Runs work that tells how much is done.</summary>
    /// <param name="title">What is done, e.g. <c>Exporting</c>.</param>
    /// <param name="unit">What is counted, in the plural.</param>
    /// <param name="total">How much there is to do; null when it is not known.</param>
    /// <param name="isShown">Whether the output leaves room for it.</param>
    /// <param name="work">The work; it is given what to tell.</param>
    public static async Task<T> RunAsync<T>(string title, string unit, double? total, bool isShown, Func<Action<long>, Task<T>> work)
    {
        if (!isShown || Console.IsErrorRedirected)
        {
            return await work(static _ => { });
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        ProgressColumn[] columns = total is null
            ? [new SpinnerColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn()]
            : [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()];
        return await console.Progress().Columns(columns).StartAsync(async progress =>
        {
            var task = progress.AddTask(title, maxValue: total ?? 1);
            task.IsIndeterminate = total is null;
            return await work(done =>
            {
                task.Description = string.Create(CultureInfo.InvariantCulture, $"{title}: {done:N0} {unit}");
                task.Value = total is null ? 0 : done;
            });
        });
    }
}
