using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests.Palette;

public sealed class PaletteSearchTests : IAsyncLifetime
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    private ServerUnderTest _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        await PostAsync("/api/2.0/mlflow/experiments/create", """{"name":"checkout"}""");
        await PostAsync("/api/2.0/mlflow/runs/create", """{"experiment_id":"1","run_name":"checkout nightly"}""");
        await PostAsync("/v1/traces", $$$"""
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"{{{TraceId}}}","spanId":"b7ad6b7169203331","name":"ask","startTimeUnixNano":"1700000000000000000",
            "endTimeUnixNano":"1700000001000000000","attributes":[{"key":"session.id","value":{"stringValue":"conversation 7"}}]}]}]}]}
            """);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Text_FindsExperimentsAndRuns()
    {
        var hits = await FindAsync("CHECKOUT");

        hits.Select(static hit => (hit.Group, hit.Title)).ShouldBe([("Experiments", "checkout"), ("Runs", "checkout nightly")]);
        hits[0].Address.ShouldBe("traces?experiment=1");
        hits[1].Address.ShouldStartWith("runs/");
        hits[1].Detail.ShouldBe("checkout");
    }

    [Theory]
    [InlineData(TraceId)]
    [InlineData("tr-" + TraceId)]
    [InlineData("trace_id=0AF7651916CD43DD8448EB211C80319C span=1")]
    public async Task IdInAnyText_FindsItsTrace(string text)
    {
        var hit = (await FindAsync(text)).ShouldHaveSingleItem();

        (hit.Group, hit.Title, hit.Address).ShouldBe(("Traces", "ask", $"traces/tr-{TraceId}"));
    }

    [Fact]
    public async Task IdOfASession_FindsIt()
    {
        var hit = (await FindAsync("conversation 7")).ShouldHaveSingleItem();

        (hit.Group, hit.Title, hit.Address).ShouldBe(("Sessions", "conversation 7", "session?experiment=0&id=conversation%207"));
    }

    [Theory]
    [InlineData("' OR name ILIKE '%")]
    [InlineData("%' --")]
    [InlineData("0af7651916cd43dd8448eb211c80319c0af7651916cd43dd8448eb211c80319c")]
    public async Task AnyText_IsTextAndNoFilter(string text) => (await FindAsync(text)).ShouldBeEmpty();

    [Fact]
    public async Task TextWithoutEnd_IsNotLookedFor() => (await FindAsync(new string('c', 5_000))).ShouldBeEmpty();

    private async Task PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _server.Http.PostAsync(path, content);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync());
    }

    private async Task<Hit[]> FindAsync(string text) =>
        await _server.Http.GetFromJsonAsync<Hit[]>($"/palette?q={Uri.EscapeDataString(text)}", JsonSerializerOptions.Web) ?? [];

    private sealed record Hit(string Group, string Title, string Detail, string Address);
}
