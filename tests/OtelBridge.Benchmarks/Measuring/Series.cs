namespace OtelBridge.Benchmarks.Measuring;

/// <summary>The values of one figure over the rounds of a run.</summary>
internal sealed class Series(string name, string unit, string better, double? bound, string? baseline, double quantile = 0.5)
{
    // Which of the values the figure is; 0.5 is the median.
    private readonly double _quantile = quantile;
    private readonly List<double> _values = []; // one a round

    public string Name { get; } = name;

    public void Add(double value) => _values.Add(value);

    public Result ToResult()
    {
        var sorted = _values.Order().ToList();
        var (below, above) = (sorted[(int)Math.Floor((sorted.Count - 1) * _quantile)], sorted[(int)Math.Ceiling((sorted.Count - 1) * _quantile)]);
        return new Result(Name, Round((below + above) / 2), unit, better, bound, baseline, sorted.Count, Round(sorted[0]), Round(sorted[^1]));
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
