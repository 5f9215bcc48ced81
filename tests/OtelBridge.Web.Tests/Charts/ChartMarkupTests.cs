using System.Net;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OtelBridge.Web.Charts;

namespace OtelBridge.Web.Tests.Charts;

public sealed class ChartMarkupTests
{
    private const long Minute = 60_000_000_000;

    [Fact]
    public async Task TimeChart_Marks_AreOneTabStopWithNames()
    {
        var html = await RenderAsync<TimeChart>(Chart("Traces", 5));

        html.Split("class=\"chart-mark\"").Length.ShouldBe(6);
        html.Split("tabindex=\"0\" data-i").Length.ShouldBe(2);
        WebUtility.HtmlDecode(html).ShouldContain("aria-label=\"1970-01-01 00:01 – 00:02 UTC: Traces 1\"");
        html.ShouldContain("<th scope=\"row\">");
    }

    [Fact]
    public async Task TimeChart_NamesOfStrangers_AreText()
    {
        var html = await RenderAsync<TimeChart>(Chart("\"><script>alert(1)</script>", 2));

        html.ShouldNotContain("<script");
        html.ShouldContain("&lt;script&gt;");
    }

    [Fact]
    public async Task TimeChart_Styles_AreNeverInline() => (await RenderAsync<TimeChart>(Chart("Traces", 3))).ShouldNotContain("style=");

    [Fact]
    public async Task BarList_NamesOfStrangers_AreText()
    {
        var html = await RenderAsync<BarList>(new() { ["Title"] = "Models", ["Items"] = (BarListItem[])[new("<b>", 3, "traces?a=1&b=2"), new("", null, "")] });

        html.ShouldContain("&lt;b&gt;");
        html.ShouldContain("(none)");
        WebUtility.HtmlDecode(html).ShouldContain("–");
    }

    private static Dictionary<string, object?> Chart(string name, int count) => new()
    {
        ["Id"] = "c",
        ["Title"] = name,
        ["Summary"] = name,
        ["Buckets"] = (ChartBucket[])[.. Enumerable.Range(0, count).Select(static i => new ChartBucket(i * Minute, (i + 1) * Minute, $"traces?i={i}"))],
        ["Series"] = (ChartSeries[])[new ChartSeries(name, ChartTone.Error, [.. Enumerable.Range(0, count).Select(static i => (double?)i)])],
    };

    private static async Task<string> RenderAsync<TComponent>(Dictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
