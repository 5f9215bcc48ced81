using System.CommandLine;
using System.Globalization;
using OtelBridge.Server.Transfer;

namespace OtelBridge.Server.Commands;

/// <summary><c>otelbridge export</c>: writes traces into a file.</summary>
internal sealed class ExportCommand
{
    private static readonly ITraceFormat[] Formats = [new JsonLinesFormat(), new CsvFormat()];

    private readonly TraceSourceOptions _source = new();
    private readonly Option<string[]> _experiments = new("--experiment")
    {
        HelpName = "ID",
        Description = "Only traces of this experiment; may be given several times. [default: all]",
    };

    private readonly Option<string> _filter = new("--filter")
    {
        HelpName = "TEXT",
        Description = "Only traces for which this holds, in the language of search, e.g. \"trace.status = 'ERROR'\".",
        DefaultValueFactory = static _ => "",
    };

    private readonly Option<string[]> _orderBy = new("--order-by")
    {
        HelpName = "KEY",
        Description = "What to order by, e.g. \"execution_time DESC\"; may be given several times. [default: newest first]",
    };

    private readonly Option<string> _format = new Option<string>("--format")
    {
        Description = "jsonl: everything, a JSON object a line, which 'import' reads back. csv: a row a trace, for spreadsheets and evaluation sets.",
        DefaultValueFactory = static _ => Formats[0].Name,
    }.AcceptOnlyFromAmong([.. Formats.Select(static format => format.Name)]);

    private readonly Option<string?> _output = new("--output")
    {
        HelpName = "FILE",
        Description = "The file; it appears when it is whole, and replaces one of that name. Until then it is FILE.part. [default: the output stream]",
    };

    private readonly Option<long?> _max = new("--max")
    {
        HelpName = "N",
        Description = "How many traces at most. [default: all]",
    };

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Goes on with the FILE.part of an export that was stopped; the other options must be the same.",
    };

    public ExportCommand()
    {
        Command = new Command("export", "Writes traces into a file, newest first unless ordered otherwise.")
        {
            _experiments, _filter, _orderBy, _format, _output, _max, _resume,
        };
        _source.AddTo(Command);
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = parsed.GetValue(_output);
        Check(parsed.GetValue(_max), parsed.GetValue(_resume), path);
        using var stop = new StopSignals();
        await using var source = await _source.OpenAsync(parsed, cancellationToken);
        var selection = new TraceSelection(
            parsed.GetValue(_experiments) ?? [], parsed.GetRequiredValue(_filter), parsed.GetValue(_orderBy) ?? []);
        var exporter = new TraceExporter(source, Formats.Single(format => format.Name == parsed.GetRequiredValue(_format)), selection);
        await using IExportOutput output = path is null
            ? new StreamOutput(Console.OpenStandardOutput())
            : FileOutput.Open(path, exporter.Question, parsed.GetValue(_resume));
        try
        {
            var count = 0L;
            await WorkProgress.RunAsync(
                "Exporting",
                isShown: path is not null || Console.IsOutputRedirected,
                async progress =>
                {
                    // Counted before, for the bar alone: a filter on text may take as long to count as to write.
                    var max = parsed.GetValue(_max) ?? long.MaxValue;
                    var end = WorkProgress.IsShown ? Math.Min(max, await exporter.CountAsync(stop.Token)) : 0;
                    count = await exporter.RunAsync(output, max, written => progress(written, end, WorkProgress.Traces(written)), stop.Token);
                });
            Say(string.Create(CultureInfo.InvariantCulture, $"Exported {count} traces{(path is null ? "" : $" to {path}")}."));
            return ExitCodes.Ok;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            Say(path is null ? "Stopped; the last line is whole." : "Stopped. The same command with --resume goes on.");
            return ExitCodes.Failure;
        }
    }

    private static void Check(long? max, bool resume, string? path)
    {
        var errors = new List<string>(); // at most one an option
        if (max is < 1)
        {
            errors.Add($"--max: {max} is not above 0.");
        }

        if (resume && path is null)
        {
            errors.Add("--resume needs --output: only a file can be gone on with.");
        }

        if (errors.Count > 0)
        {
            throw new UsageException(errors);
        }
    }

    // Not on the output stream, which is the traces'.
    private static void Say(string text) => Console.Error.WriteLine(TerminalText.Clean(text));
}
