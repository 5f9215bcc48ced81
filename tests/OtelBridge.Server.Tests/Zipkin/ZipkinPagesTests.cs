using System.Net;
using System.Text;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Zipkin;

public sealed class ZipkinPagesTests
{
    [Fact]
    public async Task Config_TellsTheUserInterfaceWhatItNeeds()
    {
        await using var server = await ZipkinServer.StartAsync();

        var config = await server.GetAsync("/zipkin/config.json");

        ((int)config["queryLimit"]!, (bool)config["searchEnabled"]!, (bool)config["dependency"]!["enabled"]!).ShouldBe((10, true, true));
        ((long)config["defaultLookback"]!).ShouldBe(900_000);
    }

    [Fact]
    public async Task Health_IsUp()
    {
        await using var server = await ZipkinServer.StartAsync();

        var health = await server.GetAsync("/health");

        ((string?)health["status"], (string?)health["zipkin"]!["status"]).ShouldBe(("UP", "UP"));
    }

    [Fact]
    public async Task Metrics_CountWhatCame_AndWhatWasRefused()
    {
        await using var server = await ZipkinServer.StartAsync();
        const string Two = """[{"traceId":"1","id":"1"},{"traceId":"1","id":"2"}]""";
        await server.ReportAsync(Two);
        (await server.PostAsync(Encoding.UTF8.GetBytes("""[{"traceId":"1","id":"0"}]"""))).Dispose();
        (await server.PostAsync("{"u8.ToArray())).Dispose();

        var metrics = await server.GetAsync("/metrics");
        var (status, prometheus) = await server.FailAsync("/prometheus");

        metrics.AsObject().ToDictionary(static item => item.Key.Split('.')[2], static item => (long)item.Value!).ShouldBe(new Dictionary<string, long>
        {
            ["messages"] = 3, ["messages_dropped"] = 2, ["bytes"] = Two.Length + 27, ["spans"] = 3, ["spans_dropped"] = 1,
        });
        status.ShouldBe(HttpStatusCode.OK);
        prometheus.ShouldContain("zipkin_collector_spans_total{transport=\"http\"} 3\n");
    }

    [Fact]
    public async Task Welcome_NamesTheApi()
    {
        await using var server = await ZipkinServer.StartAsync();

        (await server.FailAsync("/")).Text.ShouldContain("POST /api/v2/spans");
    }

    [Fact]
    public async Task Listener_IsOffByDefault()
    {
        await using var server = await ServerUnderTest.StartAsync();

        server.Server.ZipkinAddress.ShouldBeNull();
        using var answer = await server.Http.GetAsync(new Uri("/api/v2/services", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
