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

    /// <summary>Runs a program to its end; it fails when the program does.</summary>
    public static async Task RunAsync(string program, params string[] arguments) => await ChildProcess.RunAsync(program, arguments);

    private static IEnumerable<string> Paths(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':').Where(static folder => folder.Length > 0).Select(folder => Path.Combine(folder, program));
}
