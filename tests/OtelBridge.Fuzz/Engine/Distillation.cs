namespace OtelBridge.Fuzz.Engine;

/// <summary>Chooses the few inputs of many that reach most of what all of them reach.</summary>
internal static class Distillation
{
    private const int MaxLength = 700;

    /// <summary>Gives some inputs, the one that reaches most first.</summary>
    /// <param name="target">The target.</param>
    /// <param name="inputs">Of these.</param>
    /// <param name="most">How many.</param>
    /// <param name="known">What is kept already, and need not be reached again.</param>
    public static IReadOnlyList<byte[]> Of(FuzzTarget target, IEnumerable<byte[]> inputs, IEnumerable<byte[]> known, int most)
    {
        var reached = new HashSet<object>(known.SelectMany(input => Reached(target, input)));
        var left = inputs.Where(static input => input.Length is > 0 and <= MaxLength).OrderBy(static input => input.Length)
            .Select(input => (Input: input, Reaches: Reached(target, input))).ToList(); // the pool
        var chosen = new List<byte[]>(); // bounded by most
        while (chosen.Count < most && left.Count > 0)
        {
            var best = left.MaxBy(item => item.Reaches.Count(reach => !reached.Contains(reach)));
            if (best.Reaches.All(reached.Contains))
            {
                break;
            }

            reached.UnionWith(best.Reaches);
            chosen.Add(best.Input);
            left.Remove(best);
        }

        return chosen;
    }

    private static List<object> Reached(FuzzTarget target, byte[] input)
    {
        Coverage.Begin();
        var shape = Trial.Of(target, input).Shape;
        return [shape, .. Coverage.Marks().Select(static mark => (object)mark)];
    }
}
