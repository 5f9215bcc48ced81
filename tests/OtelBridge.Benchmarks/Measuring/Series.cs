namespace OtelBridge.Benchmarks.Measuring;

/// <summary>The values of one figure over the rounds of a run.</summary>
internal sealed class Series(string name, string unit, string better, double? bound, string? baseline)
{
    private readonly List<double> _values = []; // one a round

    public string Name { get; } = name;

    public void Add(double value) => _values.Add(value);

    public Result ToResult()
    {
        var sorted = _values.Order().ToList();
        var middle = sorted.Count / 2;
        var median = sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Result(Name, Round(median), unit, better, bound, baseline, sorted.Count, Round(sorted[0]), Round(sorted[^1]));
    }

    // Four significant digits: more would be noise.
    private static double Round(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return 0;
        }

        var scale = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - 3);
        return Math.Round(Math.Round(value / scale) * scale, 6);
    }
}
