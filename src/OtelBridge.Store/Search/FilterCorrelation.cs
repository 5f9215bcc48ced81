namespace OtelBridge.Store.Search;

/// <summary>How often two filters hold for the same items, as normalised pointwise mutual information: -1 never together, 0 by chance, 1 always together.</summary>
/// <remarks>Source: MLflow 3.6, what it computes and where it says nothing.</remarks>
/// <param name="First">How many items the first filter finds.</param>
/// <param name="Second">How many the second one finds.</param>
/// <param name="Joint">How many both find.</param>
/// <param name="Total">How many items there are.</param>
public readonly record struct FilterCorrelation(long First, long Second, long Joint, long Total)
{
    private const double Smoothing = 0.5;

    /// <summary>Gets the correlation; null where a filter finds nothing, or the counts contradict each other.</summary>
    public double? Value => !IsDefined ? null
        : Joint == 0 ? -1
        : Compute(Joint, First - Joint, Second - Joint, Total - First - Second + Joint);

    /// <summary>Gets the correlation with half a count added to each of the four cases, which tempers small numbers; null where it is not defined.</summary>
    public double? Smoothed => IsDefined
        ? Compute(Joint + Smoothing, First - Joint + Smoothing, Second - Joint + Smoothing, Total - First - Second + Joint + Smoothing)
        : null;

    private bool IsDefined => First > 0 && Second > 0 && Total > 0 && Joint >= 0 && Joint <= First && Joint <= Second && Total - First - Second + Joint >= 0;

    private static double Compute(double both, double firstOnly, double secondOnly, double neither)
    {
        if (firstOnly == 0 && secondOnly == 0 && neither == 0)
        {
            return 1; // both always hold
        }

        var total = both + firstOnly + secondOnly + neither;
        var mutual = Math.Log(both) + Math.Log(total) - Math.Log(both + firstOnly) - Math.Log(both + secondOnly);
        return Math.Clamp(mutual / -(Math.Log(both) - Math.Log(total)), -1, 1);
    }
}
