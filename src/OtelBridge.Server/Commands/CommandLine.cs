using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text;
using OtelBridge.Grpc;
using OtelBridge.Server.Commands.Access;
using OtelBridge.Server.Hosting;
using OtelBridge.Server.Transfer;
using OtelBridge.Store.Backup;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Commands;

/// <summary>The command <c>otelbridge</c>: its parts, and how their failures reach people.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var serve = new ServeCommand();
        var root = new RootCommand("A tracking store for traces of GenAI programs: takes OTLP, keeps it, and shows it.")
        {
            serve.Command,
            new GetCommand().Command,
            new SearchCommand().Command,
            new ExportCommand().Command,
            new ImportCommand().Command,
            new MigrateCommand().Command,
            new BackupCommand().Command,
            new RestoreCommand().Command,
            new DoctorCommand().Command,
            new MaskCommand().Command,
            new SeedCommand().Command,
            new KeysCommand().Command,
            new UsersCommand().Command,
            new AuditCommand().Command,
        };
        var parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            // A start that would fail for two reasons names both.
            var more = parsed.CommandResult.Command == serve.Command ? serve.ReadSettings(parsed).Errors : [];
            return Usage([.. parsed.Errors.Select(static error => error.Message), .. more], parsed.CommandResult);
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // 'serve' handles signals itself; for the others the system's own way of ending is right.
                ProcessTerminationTimeout = null,
            });
        }
        catch (UsageException e)
        {
            return Usage(e.Errors, parsed.CommandResult);
        }
        catch (Exception e) when (e is InvalidFilterException or InvalidPageTokenException)
        {
            return Usage([e.Message], parsed.CommandResult);
        }
        catch (Exception e) when (e is StoreException or StoreUnavailableException or DamagedTraceException or ListenException or GrpcException or TransferException or BackupException
            or NotStoredException or AlreadyStoredException or RefusedChangeException)
        {
            Console.Error.WriteLine($"otelbridge: {TerminalText.Clean(e.Message)}");
            return ExitCodes.Failure;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"otelbridge: failed unexpectedly, which is a bug: {e}");
            return ExitCodes.Failure;
        }
    }

    private static int Usage(IReadOnlyList<string> errors, CommandResult command)
    {
        foreach (var error in errors)
        {
            Console.Error.WriteLine($"otelbridge: {TerminalText.Clean(error)}");
        }

        var path = new Stack<string>(); // from the program down to the command, two at most
        for (var at = command; at.Parent is CommandResult parent; at = parent)
        {
            path.Push(at.Command.Name);
        }

        Console.Error.WriteLine(string.Join(' ', ["See: otelbridge", .. path, "--help"]));
        return ExitCodes.Usage;
    }
}
