using System.Globalization;
using OtelBridge.Web.Charts;

namespace OtelBridge.Web.Tests.Charts;

public sealed class ChartPlotTests
{
    private const long Minute = 60_000_000_000;
    private const long Start = 1_756_684_800_000_000_000; // 2025-09-01

    [Fact]
    public void Bars_OfTwoSeries_StandOnTopOfEachOther()
    {
        var plot = Plot(ChartForm.Bars, [2, 4], [2, null]);

        var stacked = plot.Marks[0].Blocks;
        stacked.Count.ShouldBe(2);
        Number(stacked[0].Y).ShouldBe(Number(stacked[1].Y) + Number(stacked[1].Height));
        Number(stacked[0].Y).ShouldBe(50);
        stacked.Sum(block => Number(block.Height)).ShouldBe(100);
        plot.Marks[1].Blocks.ShouldHaveSingleItem().Series.ShouldBe(0);
    }

    [Fact]
    public void Bars_TinyValue_IsSeen()
    {
        var plot = Plot(ChartForm.Bars, [1_000_000, 1]);

        Number(plot.Marks[1].Blocks[0].Height).ShouldBe(2);
    }

    [Fact]
    public void Bars_500Buckets_FillTheWidthAndStayInside()
    {
        var plot = Plot(ChartForm.Bars, [.. Enumerable.Range(0, 500).Select(i => (double?)i)]);

        plot.Marks.Count.ShouldBe(500);
        foreach (var block in plot.Marks.SelectMany(mark => mark.Blocks))
        {
            Percent(block.X).ShouldBeInRange(0, 100);
            (Percent(block.X) + Percent(block.Width)).ShouldBeLessThanOrEqualTo(100.01);
            Number(block.Y).ShouldBeInRange(0, 100);
        }
    }

    [Fact]
    public void Lines_WithAGap_AreTwoAndAnUnknownValueIsNoZero()
    {
        var plot = Plot(ChartForm.Lines, [1, 2, null, 3, 4, null, 5]);

        plot.Lines.Select(line => line.Points.Split(' ').Length).ShouldBe([2, 2]);
        plot.Marks[2].Blocks.ShouldBeEmpty();
        plot.Marks[6].Blocks.ShouldHaveSingleItem("a value without neighbours is a point");
    }

    [Fact]
    public void Numbers_ThatAreNone_StayInsideThePicture()
    {
        var plot = Plot(ChartForm.Lines, [double.NaN, double.PositiveInfinity, -3, 1]);

        plot.Lines.ShouldHaveSingleItem().Points.ShouldBe("0.5,100 1.5,100 2.5,100 3.5,0");
    }

    [Fact]
    public void Attributes_InACultureWithCommas_HaveNone()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            commas.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = commas;

            var plot = Plot(ChartForm.Bars, [1, 2, 3]);

            plot.Marks[1].X.ShouldBe("33.333%");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Rows_OfASeriesWithLinks_LeadThereAndTheBucketStillLeadsToAll()
    {
        IReadOnlyList<ChartBucket> buckets = [new(Start, Start + Minute, "all"), new(Start + Minute, Start + (2 * Minute), "rest")];
        var plot = new ChartPlot(
            buckets, [new("Traces", ChartTone.Main, [3, 2]), new("Failed", ChartTone.Error, [1, 0], ["failed", ""])], ChartForm.Bars, ChartUnit.Count, 100);

        plot.Marks.Select(mark => mark.Link).ShouldBe(["all", "rest"]);
        var row = plot.Rows.ShouldHaveSingleItem().ShouldHaveSingleItem();
        row.Link.ShouldBe("failed");
        row.Name.ShouldBe("2025-09-01 00:00 – 00:01 UTC: Failed 1");
        plot.Marks[0].Blocks.ShouldHaveSingleItem("the failed part is drawn where it is a link").Series.ShouldBe(0);
        plot.Marks[0].Name.ShouldBe("2025-09-01 00:00 – 00:01 UTC: Traces 3, Failed 1");
    }

    [Fact]
    public void Plot_WithoutBuckets_IsEmpty()
    {
        var plot = Plot(ChartForm.Bars, Array.Empty<double?>());

        plot.Marks.ShouldBeEmpty();
        plot.TimeTicks.ShouldBeEmpty();
        plot.ValueTicks.ShouldNotBeEmpty();
    }

    private static ChartPlot Plot(ChartForm form, params double?[][] values) => new(
        [.. values[0].Select(static (_, i) => new ChartBucket(Start + (i * Minute), Start + ((i + 1) * Minute), $"traces?i={i}"))],
        [.. values.Select(static (list, i) => new ChartSeries($"s{i}", (ChartTone)i, list))],
        form,
        ChartUnit.Count,
        100);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Percent(string text) => Number(text.TrimEnd('%'));
}
