using System.Globalization;

namespace OtelBridge.Web.TraceView;

/// <summary>Where things stand in the rows of the tree, as the attributes of SVG say it; the script <c>tree/rows.js</c> draws to the same measures.</summary>
internal sealed class TreeGeometry(Waterfall waterfall)
{
    private const int Step = 14;
    private const int DeepestStep = 20; // deeper rows stand where the twentieth does, or there would be no room for names
    private const double LeastWidth = 0.3;

    public static int Indent(int depth) => Math.Min(depth, DeepestStep) * Step;

    public string Left(WaterfallRow row) => Percent(Math.Clamp(Share(row.Start - waterfall.Start), 0, 100 - LeastWidth));

    public string Width(WaterfallRow row) => Percent(Math.Clamp(Share(row.Duration), LeastWidth, 100));

    private static string Percent(double number) => number.ToString("0.###", CultureInfo.InvariantCulture) + "%";

    private double Share(long time) => waterfall.End > waterfall.Start ? 100.0 * time / (waterfall.End - waterfall.Start) : 0;
}
