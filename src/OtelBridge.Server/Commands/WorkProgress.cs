using System.Globalization;
using Spectre.Console;

namespace OtelBridge.Server.Commands;

/// <summary>Shows on the error stream how far a long command has come: a bar where a person looks at it, nothing in a file or a pipe.</summary>
internal static class WorkProgress
{
    /// <summary>Gets whether anybody may look at it.</summary>
    public static bool IsShown => !Console.IsErrorRedirected;

    /// <summary>Runs work that tells where it is.</summary>
    /// <param name="title">What is done, e.g. <c>Exporting</c>.</param>
    /// <param name="isShown">Whether the output leaves room for it.</param>
    /// <param name="work">The work; it is given what to tell: where it is, where it ends (0 where that is not known), and words for it.</param>
    public static async Task RunAsync(string title, bool isShown, Func<Action<long, long, string>, Task> work)
    {
        if (!isShown || !IsShown)
        {
            await work(static (_, _, _) => { });
            return;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        ProgressColumn[] columns = [new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new RemainingTimeColumn()];
        await console.Progress().AutoClear(true).Columns(columns).StartAsync(async progress =>
        {
            var task = progress.AddTask(title);
            task.IsIndeterminate = true;
            await work((position, end, words) =>
            {
                task.IsIndeterminate = end <= 0;
                task.MaxValue = Math.Max(end, 1);
                task.Value = end > 0 ? position : 0;
                task.Description = words.Length > 0 ? $"{title}: {words}" : title;
            });
        });
    }

    /// <summary>A number of traces in words.</summary>
    public static string Traces(long count) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} traces");
}
