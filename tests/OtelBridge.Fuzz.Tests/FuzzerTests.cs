using System.Text;
using OtelBridge.Fuzz.Engine;

namespace OtelBridge.Fuzz.Tests;

/// <summary>The fuzzer finds what it is there for: faults that were put into a target.</summary>
public sealed class FuzzerTests
{
    private const int Inputs = 20_000;

    [Fact]
    public void Fuzzer_FaultBehindThreeChecks_IsFoundAndMadeSmall()
    {
        var finding = Find(input =>
        {
            var text = Encoding.UTF8.GetString(input);
            return !text.Contains("bug", StringComparison.Ordinal) ? "no"
                : !text.Contains("[[", StringComparison.Ordinal) ? "bug"
                : throw new KeyNotFoundException();
        }).ShouldHaveSingleItem();

        (finding.Kind, finding.Input.Length).ShouldBe((nameof(KeyNotFoundException), 5));
    }

    [Fact]
    public void Fuzzer_DocumentedRefusals_AreNoFindings() => Find(static _ => throw new FormatException(), inputs: 100).ShouldBeEmpty();

    [Fact]
    public void Fuzzer_BrokenPromise_IsFound() =>
        Find(static input => input.Length % 2 == 0 ? throw new FuzzFailureException("Lengths are odd.") : "", inputs: 100).ShouldHaveSingleItem().Place.ShouldBe("Lengths are odd.");

    [Fact]
    public void Fuzzer_MemoryBeyondTheLength_IsFound() =>
        Find(static input => input.Length > 100 ? GC.AllocateUninitializedArray<byte>(60 << 20)[0] > 0 ? "0" : "1" : "", inputs: 100).ShouldNotBeEmpty();

    [Fact]
    public void Fuzzer_SameSeed_TriesTheSameInputs()
    {
        var (first, second) = (new List<string>(), new List<string>());
        foreach (var tried in new[] { first, second })
        {
            Find(input =>
            {
                tried.Add(Convert.ToHexString(input));
                return "";
            }, inputs: 1000);
        }

        second.ShouldBe(first);
        first.Distinct().Count().ShouldBeGreaterThan(500);
    }

    [Fact]
    public void Growth_SquareOfTheLength_IsFound()
    {
        using var target = new PlantedTarget(static input =>
        {
            var sum = 0L;
            for (var i = 0; i < input.Length; i += 256)
            {
                sum += GC.AllocateUninitializedArray<byte>(input.Length).Length; // by allocation, since time is no measure in a test
            }

            return sum > 0 ? "" : "none";
        });

        Growth.Check(target, "{abc}"u8.ToArray(), 1, 3, new Progress()).ShouldNotBeNull().Kind.ShouldBe(Growth.Kind);
    }

    [Fact]
    public void Growth_LinearWork_IsNoFinding()
    {
        using var target = new PlantedTarget(static input => Convert.ToHexString(input)[..2]);

        Growth.Check(target, "{abc}"u8.ToArray(), 1, 3, new Progress()).ShouldBeNull();
    }

    [Fact]
    public void FuzzThread_InputThatDoesNotEnd_IsNoticed()
    {
        using var end = new ManualResetEventSlim();
        using var progress = new Progress();

        var ended = FuzzThread.Run(
            () =>
            {
                progress.Begin([1, 2, 3]);
                end.Wait();
            },
            progress,
            TimeSpan.FromMilliseconds(1));

        ended.ShouldBeFalse();
        progress.Input.ShouldBe([1, 2, 3]);
        end.Set();
    }

    [Fact]
    public void Progress_ProcessThatIsGone_LeavesItsInput()
    {
        var path = Path.GetTempFileName();
        using (var progress = new Progress(path))
        {
            progress.Begin([1, 2, 3]);
        }

        Progress.Left(path).ShouldBe([1, 2, 3]);
        File.Delete(path);
    }

    private static IReadOnlyCollection<Finding> Find(Func<byte[], string> run, int inputs = Inputs)
    {
        using var target = new PlantedTarget(run);
        var fuzzer = new Fuzzer(target, 1, new Progress());
        fuzzer.Begin([]);
        for (var i = 0; i < inputs; i++)
        {
            fuzzer.Step();
        }

        return fuzzer.Findings;
    }
}
