using System.Collections;
using OtelBridge.Server.Hosting;

namespace OtelBridge.TestSupport;

/// <summary>Runs the built <c>otelbridge</c> as a process of its own, as people do.</summary>
public static class OtelBridgeCommand
{
    /// <summary>How a shell runs it.</summary>
    public static string Line => $"dotnet '{typeof(OtelBridgeServer).Assembly.Location}'";

    /// <summary>Runs a command to its end.</summary>
    public static Task<CommandResult> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string?>(), arguments);

    /// <summary>Runs a command to its end with variables set (or, by null, removed).</summary>
    public static async Task<CommandResult> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        await using var process = Start(arguments, environment);
        var exitCode = await process.WaitForExitAsync();
        return new CommandResult(exitCode, string.Join('\n', await process.ReadRestAsync()), process.Errors);
    }

    /// <summary>Starts a command, for whoever does not wait for its end.</summary>
    public static ChildProcess Start(params string[] arguments) => Start(arguments, new Dictionary<string, string?>());

    internal static ChildProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, IReadOnlyList<string>? under = null)
    {
        // What the machine happens to have set must not decide a test.
        var clean = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(static variable => (string)variable.Key)
            .Where(static key => key.StartsWith("OTELBRIDGE_", StringComparison.Ordinal) || key == "MLFLOW_TRACKING_URI")
            .ToDictionary(static key => key, static _ => (string?)null);
        foreach (var (key, value) in environment)
        {
            clean[key] = value;
        }

        string[] command = [.. under ?? [], "dotnet", typeof(OtelBridgeServer).Assembly.Location, .. arguments];
        return ChildProcess.Start(command[0], command[1..], environment: clean);
    }
}
