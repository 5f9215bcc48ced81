using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.Web.Dashboard;

namespace OtelBridge.Web.Tests.Dashboard;

public sealed class DashboardLinkTests
{
    private static readonly string[] Names = ["answer", "it's \"odd\" `name`", "<script>alert(1)</script>", "a' OR name != 'b", "100 %_\\", "\u202Eright to left"];

    [Theory]
    [InlineData("")]
    [InlineData("last=7d")]
    [InlineData("last=3h")]
    [InlineData("from=2025-11-05T10:11:12.345Z&to=2025-11-05T15:01:02.003Z")]
    [InlineData("from=2025-11-05T10:11:12.345Z")]
    [InlineData("filter=status%20%3D%20'ERROR'%20OR%20name%20%3D%20'answer'&to=2025-11-05T15:01:02.003Z")]
    [InlineData("experiment=0&filter=NOT%20name%20%3D%20'answer'")]
    public async Task Marks_OverTime_LeadToExactlyTheTracesThatTheyCount(string query)
    {
        await using var dashboard = await DashboardStore.OpenAsync(Spans(200));

        var overview = (await dashboard.ReadAsync(DashboardSection.Overview, query)).Overview.ShouldNotBeNull();

        var volume = overview.Charts[0];
        var (rest, failed) = (volume.Series[0], volume.Series[1]);
        var counted = 0L;
        for (var i = 0; i < volume.Buckets.Count; i++)
        {
            var count = (long)(rest.Values[i] + failed.Values[i])!;
            counted += count;
            volume.Buckets[i].Link.Length.ShouldBe(count > 0 ? volume.Buckets[i].Link.Length : 0);
            if (count > 0)
            {
                (await dashboard.CountAsync(volume.Buckets[i].Link)).ShouldBe(count, volume.Buckets[i].Link);
            }

            if (failed.Values[i] > 0)
            {
                (await dashboard.CountAsync(failed.Links![i])).ShouldBe((long)failed.Values[i]!, failed.Links[i]);
            }
        }

        counted.ShouldBeGreaterThan(10);
        (await dashboard.CountAsync(overview.Tiles[0].Link)).ShouldBe(counted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sort=errors&last=6h")]
    [InlineData("sort=duration95&filter=status%20%3D%20'ERROR'%20OR%20name%20%3D%20'answer'")]
    public async Task Names_OfStrangers_LeadToExactlyTheirTraces(string query)
    {
        await using var dashboard = await DashboardStore.OpenAsync(Spans(120));

        var table = (await dashboard.ReadAsync(DashboardSection.Names, query)).Groups.ShouldNotBeNull();

        table.Rows.Count.ShouldBeGreaterThan(1);
        foreach (var row in table.Rows)
        {
            ChartCount(row.Count).ShouldBe(await dashboard.CountAsync(row.Link), row.Name);
            if (row.ErrorLink.Length > 0)
            {
                ChartCount(row.Errors.Split(' ')[0]).ShouldBe(await dashboard.CountAsync(row.ErrorLink), row.Name);
            }
        }
    }

    [Fact]
    public async Task Spans_ByName_LeadToTheTracesThatHaveThem()
    {
        await using var dashboard = await DashboardStore.OpenAsync(Spans(60));

        var table = (await dashboard.ReadAsync(DashboardSection.Spans)).Groups.ShouldNotBeNull();

        foreach (var row in table.Rows)
        {
            (await dashboard.CountAsync(row.Link)).ShouldBe(ChartCount(row.Count), "each trace of these has one span");
        }
    }

    // Some in the future of the page, some at the edge of a millisecond, failures of every name.
    private static Span[] Spans(int count)
    {
        var random = new Random(7);
        return
        [
            .. Enumerable.Range(1, count).Select(i =>
            {
                var span = OtlpSamples.Span(
                    i, 1, name: Names[random.Next(Names.Length)], offsetMs: random.Next(0, 16 * 3_600_000), durationMs: random.Next(1, 90_000),
                    status: random.Next(4) == 0 ? Status.Types.StatusCode.Error : Status.Types.StatusCode.Ok);
                span.StartTimeUnixNano += (ulong)random.Next(0, 999_999);
                return span;
            }),
        ];
    }

    private static long ChartCount(string text) => long.Parse(text.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
}
