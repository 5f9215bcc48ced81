using System.Globalization;
using System.Text;

namespace OtelBridge.Chaos.Soak;

/// <summary>Draws what was seen, one plot below the other over one time. Plain SVG, to be read on light and dark.</summary>
internal static class SoakChart
{
    private const int Width = 960;
    private const int Left = 64;
    private const int Right = 16;
    private const int PlotHeight = 96;
    private const int PlotGap = 44;
    private const int Top = 30;
    private static readonly string[] Colours = ["#3b6fd4", "#d9822b", "#2f9e62"];

    public static string Draw(IReadOnlyList<SoakSample> samples)
    {
        (string Title, (string Name, Func<SoakSample, double> Of)[] Lines)[] plots =
        [
            ("Spans a second", [("stored", static s => s.SpansPerSecond)]),
            ("Memory, MB", [("resident", static s => s.Process.Resident / 1e6), ("managed heap", static s => s.Heap / 1e6)]),
            ("Store, MB", [("on disk", static s => s.StoreBytes / 1e6)]),
            ("Ingest, ms", [("99th percentile", static s => s.Ingest.P99), ("median", static s => s.Ingest.Median)]),
            ("Search, ms", [("99th percentile", static s => s.Search.P99), ("median", static s => s.Search.Median)]),
            ("Handles and threads", [("handles", static s => s.Process.Handles), ("threads", static s => s.Process.Threads)]),
        ];
        var height = Top + (plots.Length * (PlotHeight + PlotGap));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" font-family="system-ui, sans-serif" font-size="12" fill="#777">
            <rect width="{Width}" height="{height}" fill="#fff"/>

            """);
        var end = samples[^1].At.TotalMinutes;
        for (var i = 0; i < plots.Length; i++)
        {
            DrawPlot(svg, plots[i].Title, plots[i].Lines, samples, Top + (i * (PlotHeight + PlotGap)), end);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawPlot(StringBuilder svg, string title, (string Name, Func<SoakSample, double> Of)[] lines, IReadOnlyList<SoakSample> samples, int top, double end)
    {
        var most = Ceiling(lines.Max(line => samples.Max(line.Of)));
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{top - 8}\" font-weight=\"600\" fill=\"#222\">{title}</text>\n");
        for (var i = 0; i <= 2; i++)
        {
            var y = top + (PlotHeight * (2 - i) / 2);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Left} {y}H{Width - Right}\" stroke=\"#ddd\"/><text x=\"{Left - 8}\" y=\"{y + 4}\" text-anchor=\"end\">{most * i / 2:#,0.#}</text>\n");
        }

        for (var i = 0; i <= 6; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(end * i / 6, end):0}\" y=\"{top + PlotHeight + 16}\" text-anchor=\"middle\">{end * i / 6:0.#} min</text>\n");
        }

        for (var i = 0; i < lines.Length; i++)
        {
            var points = string.Join(' ', samples.Select(sample => string.Create(
                CultureInfo.InvariantCulture, $"{X(sample.At.TotalMinutes, end):0.#},{top + (PlotHeight * (1 - (lines[i].Of(sample) / most))):0.#}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{Colours[i]}\" stroke-width=\"1.5\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Right - (i * 130)}\" y=\"{top - 8}\" text-anchor=\"end\" fill=\"{Colours[i]}\">{lines[i].Name}</text>\n");
        }
    }

    private static double X(double minutes, double end) => Left + ((Width - Left - Right) * (end <= 0 ? 0 : minutes / end));

    // 1, 2 or 5 times a power of ten: what people read.
    private static double Ceiling(double value)
    {
        if (value <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1, 2, 5, 10 }.First(step => value <= step * power) * power;
    }
}
