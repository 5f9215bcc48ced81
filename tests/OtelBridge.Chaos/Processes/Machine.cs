using System.Globalization;
using OtelBridge.TestSupport;

namespace OtelBridge.Chaos.Processes;

/// <summary>What this machine lets us do.</summary>
internal static class Machine
{
    /// <summary>Says what is missing of root's rights and of these programs; null when nothing.</summary>
    public static string? Lacks(params IEnumerable<string> programs) => LacksProgram(programs) ?? (Environment.UserName == "root" ? null : "it needs the rights of root");

    /// <summary>Says which of these programs is missing; null when none.</summary>
    public static string? LacksProgram(params IEnumerable<string> programs) =>
        programs.FirstOrDefault(static program => Paths(program).All(static path => !File.Exists(path))) is { } missing ? $"the program {missing} is missing" : null;

    /// <summary>Says that this process may not have so many handles; null when it may. The runtime has raised its limit as far as it goes.</summary>
    public static string? LacksHandles(int count)
    {
        // "Max open files            1024                 524288               files"
        const string Name = "Max open files";
        const string Limits = "/proc/self/limits";
        if (!File.Exists(Limits))
        {
            return "it needs Linux";
        }

        var soft = File.ReadLines(Limits).Single(static line => line.StartsWith(Name, StringComparison.Ordinal))[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most < count
            ? string.Create(CultureInfo.InvariantCulture, $"it needs {count} handles and may have {most} (ulimit -Hn)")
            : null;
    }

    /// <summary>Runs a program to its end; it fails when the program does.</summary>
    public static async Task RunAsync(string program, params string[] arguments) => await ChildProcess.RunAsync(program, arguments);

    private static IEnumerable<string> Paths(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':').Where(static folder => folder.Length > 0).Select(folder => Path.Combine(folder, program));
}
