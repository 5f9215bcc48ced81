using OtelBridge.Fuzz.Engine;
using OtelBridge.Fuzz.Targets;
using Xunit.Abstractions;

namespace OtelBridge.Fuzz.Tests;

/// <summary>Every decoder and parser takes or refuses whatever it is given: each kept input, among them all that ever failed, and a number of new ones.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    private const int FixedSeed = 9;

    // Far more than any of them takes: for what hangs.
    private static readonly TimeSpan LongestInput = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Targets => [.. AllTargets.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Target_KeptAndNewInputs_AreTakenOrRefused(string name)
    {
        using var target = AllTargets.Make(name);
        using var progress = new Progress();
        var fuzzers = new[] { FixedSeed, Random.Shared.Next() }.Select(seed => (Seed: seed, Fuzzer: new Fuzzer(target, seed, progress))).ToList();
        output.WriteLine($"Seeds: {string.Join(", ", fuzzers.Select(static item => item.Seed))}");

        var ended = FuzzThread.Run(() => fuzzers.ForEach(item => Run(item.Fuzzer, target)), progress, LongestInput);

        ended.ShouldBeTrue($"This input does not end: {Convert.ToHexString(progress.Input ?? [])}");
        fuzzers.SelectMany(static item => item.Fuzzer.Findings).Select(static finding => FindingFiles.Text(finding, FindingFiles.Write(finding))).ShouldBeEmpty();
        fuzzers.Sum(static item => item.Fuzzer.Inputs).ShouldBeGreaterThan(target.InputsInTests);
    }

    [Fact]
    public void Corpus_EveryFolder_IsThatOfATarget()
    {
        var folders = Directory.GetDirectories(Path.GetDirectoryName(new Corpus("x").Folder)!).Select(Path.GetFileName);

        folders.Order().ShouldBe(AllTargets.Names.Order(), "A target without kept inputs was never run for long, and a folder without a target is never replayed.");
    }

    private static void Run(Fuzzer fuzzer, FuzzTarget target)
    {
        fuzzer.Begin(new Corpus(target.Name).Read().Select(static file => file.Input));
        for (var i = 0; i < target.InputsInTests / 2; i++)
        {
            fuzzer.Step();
        }
    }
}
