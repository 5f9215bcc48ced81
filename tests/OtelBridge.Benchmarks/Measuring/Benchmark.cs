namespace OtelBridge.Benchmarks.Measuring;

/// <summary>A measurement: each round measures the subject and its baseline next to each other, and adds one value to every figure.</summary>
internal abstract class Benchmark
{
    /// <summary>Gets the figures; their names begin with the benchmark's.</summary>
    public abstract IReadOnlyList<Series> Figures { get; }

    /// <summary>Gets the number of rounds in a full run; a quick run takes a third.</summary>
    public virtual int Rounds => 9;

    /// <summary>Runs once before the rounds, not counted.</summary>
    public abstract Task WarmUpAsync();

    /// <summary>Runs one round.</summary>
    /// <param name="round">Its number; odd rounds measure the baseline first, so that neither always has the warm machine.</param>
    public abstract Task RunRoundAsync(int round);
}
