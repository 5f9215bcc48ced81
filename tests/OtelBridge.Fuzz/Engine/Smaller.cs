namespace OtelBridge.Fuzz.Engine;

/// <summary>Makes the input of a finding smaller, as long as the same is found.</summary>
internal static class Smaller
{
    private const int MaxRuns = 400;

    private static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(200);

    public static byte[] Of(FuzzTarget target, Finding finding, Progress progress)
    {
        var input = finding.Input;
        var runs = 0;
        if (finding.Kind is Growth.Kind or Growth.SlowKind)
        {
            return input;
        }

        for (var piece = Math.Max(1, input.Length / 2); piece > 0; piece /= 2)
        {
            for (var at = 0; at + piece <= input.Length;)
            {
                if (runs++ == MaxRuns)
                {
                    return input;
                }

                byte[] without = [.. input.AsSpan(0, at), .. input.AsSpan(at + piece)];
                progress.Begin(without);
                var trial = Trial.Of(target, without);
                progress.End();
                if (trial.Finding?.Signature == finding.Signature)
                {
                    input = without;
                }
                else
                {
                    at += piece;
                }

                if (trial.Time > MaxTime)
                {
                    return input;
                }
            }
        }

        return input;
    }
}
