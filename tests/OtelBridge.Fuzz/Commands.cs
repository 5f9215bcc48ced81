using System.Diagnostics;
using System.Globalization;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Fuzz.Targets;
using OtelBridge.TestSupport;

namespace OtelBridge.Fuzz;

/// <summary>Runs targets one after the other, each in a process of its own: one that overflows its stack takes no other with it, and its last input is known.</summary>
internal static class Commands
{
    public static int List(TextWriter output)
    {
        foreach (var name in AllTargets.Names)
        {
            using var target = AllTargets.Make(name);
            output.WriteLine($"{name,-16} {target.What}");
        }

        return ExitCodes.Ok;
    }

    /// <summary>Runs inputs of files once, and says what comes of them.</summary>
    public static int Replay(string name, IEnumerable<string> files, TextWriter output)
    {
        using var target = AllTargets.Make(name);
        var found = 0;
        foreach (var file in files)
        {
            var input = File.ReadAllBytes(file);
            var trial = default(Trial);
            var ended = FuzzThread.Run(() => trial = Trial.Of(target, input), new Progress(), TargetRun.LongestInput);
            output.WriteLine(ended
                ? string.Create(CultureInfo.InvariantCulture, $"{file}: {trial.Shape} ({trial.Time.TotalMilliseconds:N1} ms, {trial.Bytes:N0} bytes allocated)")
                : $"{file}: does not end");
            if (!ended || trial.Finding is not null)
            {
                output.WriteLine(trial.Finding?.Detail);
                found++;
            }
        }

        return found == 0 ? ExitCodes.Ok : ExitCodes.Found;
    }

    public static int Run(FuzzOptions options, TextWriter output)
    {
        var program = options.Plain ? AppContext.BaseDirectory : Marked(output);
        var code = ExitCodes.Ok;
        foreach (var name in options.Only.Count > 0 ? options.Only : AllTargets.Names)
        {
            code = Math.Max(code, RunApart(Path.Combine(program, "OtelBridge.Fuzz.dll"), name, options, output));
        }

        return code;
    }

    private static string Marked(TextWriter output)
    {
        var folder = RepositoryFolder.File("tests", "OtelBridge.Fuzz", "bin", "marked");
        if (Marking.Copy(AppContext.BaseDirectory, folder) is > 0 and var marks)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Marked {marks:N0} branches."));
        }

        return folder;
    }

    private static int RunApart(string program, string name, FuzzOptions options, TextWriter output)
    {
        var running = FindingFiles.Running(name);
        File.Delete(running);
        var start = new ProcessStartInfo("dotnet") { ArgumentList = { program, "target", name, "--seconds", Number(options.Seconds), "--seed", Number(options.Seed) } };
        if (options.Keep)
        {
            start.ArgumentList.Add("--keep");
        }

        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode is not (ExitCodes.Ok or ExitCodes.Found) && Progress.Left(running) is { } input)
        {
            var finding = new Finding(name, "crash", Number(process.ExitCode), "The process ended while it ran this input, as one does whose stack overflows. Replaying says more.", input);
            output.WriteLine(FindingFiles.Text(finding, FindingFiles.Write(finding)));
        }

        File.Delete(running);
        return process.ExitCode == ExitCodes.Ok ? ExitCodes.Ok : ExitCodes.Found;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
