using OtelBridge.TestSupport;
using OtelBridge.Web.Dashboard;

namespace OtelBridge.Web.Tests.Dashboard;

public sealed class DashboardTests
{
    [Fact]
    public async Task EmptyStore_EveryPart_IsEmptyAndSaysSo()
    {
        await using var dashboard = await DashboardStore.OpenAsync();

        var overview = (await dashboard.ReadAsync(DashboardSection.Overview)).Overview.ShouldNotBeNull();

        overview.IsEmpty.ShouldBeTrue();
        overview.Tiles.Single(tile => tile.Title == "Cost").Value.ShouldBe("–");
        overview.Tiles.Single(tile => tile.Title == "Failed").Value.ShouldBe("–");
        foreach (var section in Enum.GetValues<DashboardSection>().Where(section => section is DashboardSection.Models or DashboardSection.Names or DashboardSection.Spans))
        {
            (await dashboard.ReadAsync(section)).Groups.ShouldNotBeNull().Rows.ShouldBeEmpty();
        }

        (await dashboard.ReadAsync(DashboardSection.Outliers)).Outliers.ShouldNotBeNull().ShouldAllBe(list => list.Rows.Count == 0);
        (await dashboard.ReadAsync(DashboardSection.Assessments)).Assessments.ShouldNotBeNull().ShouldBeEmpty();
    }

    [Fact]
    public async Task OneTrace_HasOneMark()
    {
        await using var dashboard = await DashboardStore.OpenAsync(OtlpSamples.Span(1, 1, durationMs: 250));

        var overview = (await dashboard.ReadAsync(DashboardSection.Overview)).Overview.ShouldNotBeNull();

        var bucket = overview.Charts[0].Buckets.Where(bucket => bucket.Link.Length > 0).ShouldHaveSingleItem();
        (await dashboard.CountAsync(bucket.Link)).ShouldBe(1);
    }

    [Fact]
    public async Task SpansOfTheFarFutureAndOf1970_DoNotBreakThePage()
    {
        var (late, early) = (OtlpSamples.Span(1, 1), OtlpSamples.Span(2, 1));
        (late.StartTimeUnixNano, late.EndTimeUnixNano) = (9_000_000_000_000_000_000, 9_000_000_001_000_000_000);
        (early.StartTimeUnixNano, early.EndTimeUnixNano) = (1_000_000_000, 2_000_000_000);
        await using var dashboard = await DashboardStore.OpenAsync(late, early);

        var overview = (await dashboard.ReadAsync(DashboardSection.Overview)).Overview.ShouldNotBeNull();

        overview.Charts[0].Buckets.Count.ShouldBeInRange(1, 500);
        foreach (var bucket in overview.Charts[0].Buckets.Where(bucket => bucket.Link.Length > 0))
        {
            (await dashboard.CountAsync(bucket.Link)).ShouldBe(1, bucket.Link);
        }
    }

    [Fact]
    public async Task Totals_AgainstThePeriodBefore_SayHowTheyWent()
    {
        // The page's now is twelve hours after the samples begin: two traces in the hours before the last six, four in those.
        await using var dashboard = await DashboardStore.OpenAsync([.. new[] { 1, 2, 7, 8, 9, 10 }.Select((hour, i) => OtlpSamples.Span(i + 1, 1, offsetMs: hour * 3_600_000))]);

        var overview = (await dashboard.ReadAsync(DashboardSection.Overview, "last=6h")).Overview.ShouldNotBeNull();

        overview.Tiles[0].Value.ShouldBe("4");
        overview.Tiles[0].Change.ShouldBe(new Change("+100 %", 1, null));
        (await dashboard.ReadAsync(DashboardSection.Overview)).Overview!.Tiles[0].Change.ShouldBeNull("all time has nothing before it");
    }

    [Fact]
    public async Task Outliers_AreTheSlowestFirst()
    {
        await using var dashboard = await DashboardStore.OpenAsync([.. Enumerable.Range(1, 12).Select(i => OtlpSamples.Span(i, 1, name: $"t{i}", durationMs: i * 100))]);

        var lists = (await dashboard.ReadAsync(DashboardSection.Outliers)).Outliers.ShouldNotBeNull();

        lists[0].Rows.Select(row => row.Name).ShouldBe([.. Enumerable.Range(3, 10).Reverse().Select(i => $"t{i}")]);
        lists[1].Rows.ShouldBeEmpty("no cost is known of any");
    }

    [Theory]
    [InlineData(10d, 10d, "unchanged", 0)]
    [InlineData(15d, 10d, "+50 %", 1)]
    [InlineData(5d, 10d, "−50 %", -1)]
    [InlineData(200d, 10d, "×20", 1)]
    public void Change_InWords(double now, double before, string text, int direction)
    {
        var change = Change.Of(now, before, moreIsWorse: false).ShouldNotBeNull();

        (change.Text, change.Direction).ShouldBe((text, direction));
    }

    [Fact]
    public void Change_FromNothing_IsNone() => Change.Of(5, 0, moreIsWorse: true).ShouldBeNull();
}
