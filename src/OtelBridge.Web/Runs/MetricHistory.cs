using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.Runs;

/// <summary>A metric of a run.</summary>
/// <param name="Latest">Its latest value.</param>
/// <param name="Values">Its values in their order, thinned out; empty when there is but one.</param>
/// <param name="Least">The least of the values that were read.</param>
/// <param name="Most">The largest of them.</param>
/// <param name="HasMore">Whether more values were logged than are read.</param>
public sealed record MetricHistory(Metric Latest, IReadOnlyList<double?> Values, double Least, double Most, bool HasMore)
{
    private const int MaxPoints = 96; // as wide as the line is drawn

    internal static MetricHistory Of(Metric latest, IReadOnlyList<Metric> history, bool hasMore)
    {
        var values = history.Select(static metric => metric.Value).Where(double.IsFinite).ToList();
        if (values.Count < 2)
        {
            return new MetricHistory(latest, [], latest.Value, latest.Value, hasMore);
        }

        var points = Math.Min(MaxPoints, values.Count);
        return new MetricHistory(
            latest, [.. Enumerable.Range(0, points).Select(i => (double?)values[(int)((long)i * (values.Count - 1) / (points - 1))])], values.Min(), values.Max(), hasMore);
    }
}
