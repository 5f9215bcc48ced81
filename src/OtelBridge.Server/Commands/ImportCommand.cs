using System.CommandLine;
using System.Globalization;
using OtelBridge.Server.Transfer;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Commands;

/// <summary><c>otelbridge import</c>: stores the traces of a file.</summary>
internal sealed class ImportCommand
{
    private const string StandardInput = "-";

    private readonly Argument<string> _file = new("FILE")
    {
        Description = "What 'export' wrote as jsonl; lines of OTLP/JSON as collectors write them; traces of MLflow (Trace.to_json, traces.json). - reads the input stream.",
    };

    private readonly TraceSourceOptions _target = new();
    private readonly Option<string?> _experiment = new("--experiment")
    {
        HelpName = "ID",
        Description = "The experiment for every trace. [default: the one of the same name, made when it is missing; Default for traces of MLflow]",
    };

    public ImportCommand()
    {
        Command = new Command(
            "import",
            "Stores the traces of a file. What is stored already is not stored twice, so an import that was stopped may simply run again.")
        {
            _file, _experiment,
        };
        _target.AddTo(Command);
        Command.SetAction(RunAsync);
    }

    public Command Command { get; }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var stop = new StopSignals();
        var path = parsed.GetRequiredValue(_file);
        await using var file = Open(path);
        await using var target = await _target.OpenTargetAsync(parsed, cancellationToken);
        return await CommandAudit.RunAsync(AuditAction.Store, "import", stop, target.AuditAsync, _ => ImportAsync(file, path, target, parsed.GetValue(_experiment), stop));
    }

    private static async Task<int> ImportAsync(Stream file, string path, ITraceTarget target, string? experiment, StopSignals stop)
    {
        var result = new ImportResult();
        var importer = new TraceImporter(target, new ImportedExperiments(target, experiment), result);
        try
        {
            var end = path == StandardInput ? 0 : file.Length;
            await WorkProgress.RunAsync(
                "Importing",
                isShown: true,
                progress => importer.RunAsync(file, (position, traces) => progress(position, end, WorkProgress.Traces(traces)), stop.Token));
            Report(result, "Imported");
            return result.BadLines == 0 ? ExitCodes.Ok : ExitCodes.Failure;
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            Report(result, "Stopped; run it again to go on. Imported");
            return ExitCodes.Failure;
        }
        catch (IOException e)
        {
            throw new TransferException($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    private static void Report(ImportResult result, string done)
    {
        foreach (var error in result.Errors)
        {
            Console.Error.WriteLine($"otelbridge: {TerminalText.Clean(error)}");
        }

        if (result.BadLines > result.Errors.Count)
        {
            Say($"otelbridge: … and {result.BadLines - result.Errors.Count} more lines.");
        }

        if (result.MissingRuns > 0)
        {
            Say($"otelbridge: {result.MissingRuns} links to runs were left out: the runs are not here.");
        }

        Say($"{done} {result.Traces} traces{(result.BadLines > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {result.BadLines} lines could not be") : "")}.");
    }

    private static void Say(FormattableString text) => Console.Error.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private static Stream Open(string path)
    {
        try
        {
            return path == StandardInput
                ? Console.OpenStandardInput()
                : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TransferException($"'{path}' cannot be read: {e.Message}", e);
        }
    }
}
