namespace OtelBridge.Chaos.Soak;

/// <summary>Runs a soak and writes its report and its chart.</summary>
internal static class SoakCommand
{
    private const string ChartName = "soak.svg";

    public static async Task<int> RunAsync(int minutes, string folder, TextWriter output)
    {
        var result = await new SoakRun(SoakOptions.Of(minutes), output.WriteLine).RunAsync();
        var verdict = SoakVerdict.Of(result);
        Directory.CreateDirectory(folder);
        var report = SoakReport.Write(result, verdict, ChartName);
        await File.WriteAllTextAsync(Path.Combine(folder, "soak.md"), report);
        await File.WriteAllTextAsync(Path.Combine(folder, ChartName), SoakChart.Draw(result.Samples));
        await output.WriteLineAsync(report);
        return verdict.All(static bound => bound.IsKept) ? ExitCodes.Ok : ExitCodes.Found;
    }
}
