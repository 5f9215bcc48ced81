using System.Globalization;

namespace OtelBridge.Fuzz.Engine;

/// <summary>Makes an input four times and sixteen times as long, by repeating a part of it, and sees how time and memory grow: with the length, or with its square.</summary>
internal static class Growth
{
    public const string Kind = "growth";
    public const string SlowKind = "slow";

    private const int Tries = 3;
    private const int First = 16 << 10;
    private const int Factor = 4;

    // Four times the input: four times the work when it is linear, sixteen times when it is quadratic.
    private const double Bound = 9;

    // Below these nothing is told apart from noise.
    private const long LeastBytes = 8 << 20;

    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(30);

    // What is bounded by a limit of its own may take a moment on a busy machine; a megabyte may take longer.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PerMegabyte = TimeSpan.FromSeconds(10);

    /// <summary>Grows an input in some ways; null when nothing is wrong.</summary>
    public static Finding? Check(FuzzTarget target, byte[] input, Random random, Progress progress)
    {
        for (var i = 0; i < Tries && input.Length > 0; i++)
        {
            var start = random.Next(input.Length);
            var length = 1 + random.Next(Math.Min(input.Length - start, random.Next(2) == 0 ? 8 : 200));
            if (Check(target, input, start, length, progress) is { } finding)
            {
                return finding;
            }
        }

        return null;
    }

    /// <summary>Grows an input by repeating one part of it.</summary>
    public static Finding? Check(FuzzTarget target, byte[] input, int start, int length, Progress progress)
    {
        var sizes = new[] { First, First * Factor, First * Factor * Factor };
        var trials = new List<Trial>(); // one for each size
        foreach (var size in sizes)
        {
            var grown = Grow(input, start, length, size);
            var trial = Run(target, grown, progress);
            if (trial.Finding is { Kind: not "memory" } found)
            {
                return found;
            }

            trials.Add(trial);
            var longest = Moment + (PerMegabyte * ((double)size / (1 << 20)));
            if (trial.Time > longest && Run(target, grown, progress).Time is var again && again > longest)
            {
                return Found(target, SlowKind, grown, string.Create(CultureInfo.InvariantCulture, $"{grown.Length:N0} bytes took {again.TotalMilliseconds:N0} ms."));
            }

            if (trials.Count > 1 && !Grows(trials[^2], trial))
            {
                return null;
            }
        }

        // Once more, since the collector or another program may have been at it.
        var last = Grow(input, start, length, sizes[^1]);
        return Grows(Run(target, Grow(input, start, length, sizes[^2]), progress), Run(target, last, progress))
            ? Found(target, Kind, last, string.Join("; ", trials.Zip(sizes, static (trial, size) => string.Create(
                CultureInfo.InvariantCulture, $"{size:N0} bytes: {trial.Time.TotalMilliseconds:N1} ms, {trial.Bytes:N0} bytes allocated"))))
            : null;
    }

    private static bool Grows(in Trial small, in Trial large) =>
        (large.Time > LeastTime && large.Time > small.Time * Bound) || (large.Bytes > LeastBytes && large.Bytes > small.Bytes * Bound);

    private static Finding Found(FuzzTarget target, string kind, byte[] input, string detail) => new(target.Name, kind, Corpus.NameOf(input), detail, input);

    private static Trial Run(FuzzTarget target, byte[] input, Progress progress)
    {
        progress.Begin(input);
        var trial = Trial.Of(target, input);
        progress.End();
        return trial;
    }

    private static byte[] Grow(byte[] input, int start, int length, int size)
    {
        var times = Math.Max(1, (size - input.Length) / length);
        var grown = new byte[input.Length + (times * length)];
        input.AsSpan(0, start).CopyTo(grown);
        for (var i = 0; i <= times; i++)
        {
            input.AsSpan(start, length).CopyTo(grown.AsSpan(start + (i * length)));
        }

        input.AsSpan(start + length).CopyTo(grown.AsSpan(start + ((times + 1) * length)));
        return grown;
    }
}
