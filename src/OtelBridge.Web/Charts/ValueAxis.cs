namespace OtelBridge.Web.Charts;

/// <summary>The values beside a chart: from zero to a round one that is not below the largest.</summary>
internal sealed class ValueAxis
{
    private const int Steps = 4;
    private const int FewSteps = 3;
    private const int LowChart = 90; // pixels; what is lower has no room for all the numbers
    private const double Minute = 60e9;
    private const double Hour = 60 * Minute;

    // Above a minute round times are no decimal numbers.
    private static readonly double[] LongSteps = [Minute / 2, Minute, 2 * Minute, 5 * Minute, 10 * Minute, 15 * Minute, 30 * Minute, Hour, 2 * Hour, 6 * Hour, 12 * Hour, 24 * Hour];

    private ValueAxis(double top, IReadOnlyList<double> ticks)
    {
        Top = top;
        Ticks = ticks;
    }

    /// <summary>Gets the value at the upper edge; above zero.</summary>
    public double Top { get; }

    /// <summary>Gets the values that have a line, smallest first; the first is zero.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>The axis for values up to the largest, with fewer numbers where the chart is low.</summary>
    public static ValueAxis For(double largest, ChartUnit unit, int height = int.MaxValue)
    {
        var steps = height < LowChart ? FewSteps : Steps;
        if (!double.IsFinite(largest) || largest <= 0)
        {
            largest = 1;
        }

        // Shares end at all of it.
        if (unit == ChartUnit.Share && largest > 0.5)
        {
            return new ValueAxis(1, steps == FewSteps ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1]);
        }

        var step = StepFor(largest / steps, unit);
        var count = Math.Max(1, (int)Math.Ceiling(Math.Round(largest / step, 9)));
        return new ValueAxis(step * count, [.. Enumerable.Range(0, count + 1).Select(i => i * step)]);
    }

    private static double StepFor(double atLeast, ChartUnit unit)
    {
        if (unit == ChartUnit.Duration && atLeast > LongSteps[0] / 2)
        {
            var found = LongSteps.FirstOrDefault(step => step >= atLeast);
            return found > 0 ? found : Math.Ceiling(atLeast / (24 * Hour)) * 24 * Hour;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.First(factor => factor * power >= atLeast * (1 - 1e-9)) * power;
        return unit is ChartUnit.Count or ChartUnit.Bytes or ChartUnit.Duration or ChartUnit.Cost ? Math.Max(1, Math.Ceiling(step)) : step;
    }
}
