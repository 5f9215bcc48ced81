using Microsoft.Extensions.Hosting;
using OtelBridge;
using QuickStart.Answering;
using Spectre.Console;
using Traces;

namespace QuickStart.Running;

/// <summary>The hosted service: asks a few questions, shows their traces, then serves on and takes questions from the console.</summary>
internal sealed class QuickStartService(
    QuestionAnswering agent,
    TracePrinter printer,
    IAnsiConsole screen,
    RunOptions options,
    IHostApplicationLifetime host) : BackgroundService
{
    private static readonly string[] Questions =
    [
        "What does it mean that a span is acknowledged?",
        "How do spans get to a collector and to the store at once?",
        "Where does the example keep its traces?",
        "Why does the project bring a gRPC client of its own?",
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A run that is to end by itself and is cut short did not do what it was started for.
        Environment.ExitCode = options.Once ? ExitCodes.Failure : ExitCodes.Ok;
        var isGood = await AskAllAsync(Questions, stoppingToken);
        if (options.Once)
        {
            Environment.ExitCode = isGood ? ExitCodes.Ok : ExitCodes.Failure;
            host.StopApplication();
            return;
        }

        await ServeAsync(stoppingToken);
    }

    /// <summary>Asks, sends the spans off, shows the traces; false when an answer failed or a trace did not come back whole.</summary>
    private async Task<bool> AskAllAsync(IEnumerable<string> questions, CancellationToken cancellationToken)
    {
        var traceIds = new List<string>(); // one a question
        var allAnswered = true;
        foreach (var question in questions)
        {
            screen.Heading(question);
            try
            {
                var answered = await agent.AskAsync(question, cancellationToken);
                traceIds.Add(answered.TraceId);
                Show(answered.Answer);
            }
            catch (ChatModelException e)
            {
                // The trace of the failure is worth as much as any other: it shows which step failed, and how.
                screen.Warn(e.Message);
                traceIds.AddRange(Mlflow.LastActiveTraceId is { } failed ? [failed] : []);
                allAnswered = false;
                break;
            }
        }

        // Spans travel in the background. Only a program that wants to see them at once, or is about to end, waits for them.
        await Mlflow.FlushAsync(TimeSpan.FromSeconds(15), cancellationToken);
        return await printer.PrintAsync(traceIds, cancellationToken) && allAnswered;
    }

    private void Show(Answer answer)
    {
        screen.MarkupLine(Screen.Safe(answer.Text, 2000));
        foreach (var source in answer.Sources)
        {
            screen.MarkupLine($"[grey]  [[{source.Number}]] {Screen.Safe(source.DocUri)}[/]");
        }
    }

    private async Task ServeAsync(CancellationToken stoppingToken)
    {
        screen.WriteLine();
        if (Console.IsInputRedirected)
        {
            screen.MarkupLine("Serving. Ctrl+C ends the program.");
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }

        screen.MarkupLine("Ask something and press Enter; Ctrl+C ends the program.");
        while (!stoppingToken.IsCancellationRequested)
        {
            // The console cannot be read asynchronously; the thread that waits for a line ends with the process.
            var line = await Task.Run(Console.In.ReadLine, stoppingToken).WaitAsync(stoppingToken);
            if (line is null)
            {
                host.StopApplication();
                return;
            }

            if (!string.IsNullOrWhiteSpace(line))
            {
                await AskAllAsync([line.Trim()], stoppingToken);
            }
        }
    }
}
