using System.Diagnostics;
using System.Globalization;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Fuzz.Targets;

namespace OtelBridge.Fuzz;

/// <summary>Runs one target for a time.</summary>
internal static class TargetRun
{
    /// <summary>An input that takes longer does not end.</summary>
    public static readonly TimeSpan LongestInput = TimeSpan.FromSeconds(60);

    private const int MaxKeptAtOnce = 16;

    public static int Run(string name, int seconds, int seed, bool keeps, TextWriter output)
    {
        using var target = AllTargets.Make(name);
        using var progress = new Progress(FindingFiles.Running(name));
        var corpus = new Corpus(name);
        var kept = corpus.Read().Select(static file => file.Input).ToList();
        var fuzzer = new Fuzzer(target, seed, progress) { ChecksGrowth = true };
        var watch = Stopwatch.StartNew();
        var ended = FuzzThread.Run(() => Loop(fuzzer, kept, watch, TimeSpan.FromSeconds(seconds)), progress, LongestInput);
        var findings = fuzzer.Findings.ToList();
        if (!ended)
        {
            findings.Add(new Finding(name, "hang", "60 s", "The input did not end.", progress.Input ?? []));
        }

        foreach (var finding in findings)
        {
            output.WriteLine(FindingFiles.Text(finding, FindingFiles.Write(finding)));
        }

        var added = keeps && ended ? corpus.Keep(Distillation.Of(target, fuzzer.Pool, kept, MaxKeptAtOnce)) : 0;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-16} {fuzzer.Inputs,10:N0} inputs in {watch.Elapsed.TotalSeconds,5:N0} s, {fuzzer.Pool.Count,5:N0} reached something new, {Coverage.Count,7:N0} branches, {findings.Count} findings, {added} kept (seed {seed})"));
        if (!ended)
        {
            Environment.Exit(ExitCodes.Found); // its thread would keep the process
        }

        return findings.Count == 0 ? ExitCodes.Ok : ExitCodes.Found;
    }

    private static void Loop(Fuzzer fuzzer, IEnumerable<byte[]> kept, Stopwatch watch, TimeSpan time)
    {
        fuzzer.Begin(kept);
        while (watch.Elapsed < time)
        {
            fuzzer.Step();
        }
    }
}
