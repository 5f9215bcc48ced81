using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests.Runs;

public sealed class RunPagesTests : IAsyncLifetime
{
    private ServerUnderTest _server = null!;

    public async Task InitializeAsync() => _server = await ServerUnderTest.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task List_WithoutRuns_SaysWhatARunIs() => (await PageAsync("runs")).ShouldContain("No runs yet");

    [Fact]
    public async Task List_ShowsMetricsAndParams()
    {
        await CreateAsync("nightly <b>", "FINISHED", ("accuracy", 0.912345678), ("model", "gpt-4o"));

        var html = await PageAsync("runs?experiment=0");

        html.ShouldContain("<bdi>nightly &lt;b&gt;</bdi>");
        html.ShouldContain("FINISHED");
        html.ShouldContain("data-label=\"accuracy\">0.912346</td>");
        html.ShouldContain("<bdi>gpt-4o</bdi>");
    }

    [Theory]
    [InlineData("NIGHT", true)]
    [InlineData("metrics.accuracy > 0.5", true)]
    [InlineData("metrics.accuracy > 0.95", false)]
    [InlineData("it's", false)]
    public async Task Search_IsForNamesAndForFilters(string text, bool finds)
    {
        await CreateAsync("nightly", "FINISHED", ("accuracy", 0.9), ("model", "a"));

        var html = await PageAsync($"runs?q={Uri.EscapeDataString(text)}");

        html.Contains("<bdi>nightly</bdi>", StringComparison.Ordinal).ShouldBe(finds);
    }

    [Fact]
    public async Task Search_ThatCannotBeRead_SaysWhyInItsPlace()
    {
        var html = await PageAsync("runs?q=colour+%3D+1");

        html.ShouldContain("aria-invalid=\"true\"");
        html.ShouldContain("colour");
        html.ShouldContain("The filter cannot be read");
    }

    [Fact]
    public async Task Run_ShowsHistoryAndLeadsToItsTraces()
    {
        var id = await CreateAsync("nightly", "RUNNING", ("loss", 3), ("model", "a"));
        await LogAsync(id, "loss", 2, 1);
        await LogAsync(id, "loss", 1, 2);

        var html = WebUtility.HtmlDecode(await PageAsync($"runs/{id}"));

        html.ShouldContain($"href=\"traces?experiment=0&filter=run_id%20%3D%20%27{id}%27\"");
        html.ShouldContain("0 traces");
        html.ShouldContain("aria-label=\"loss, from 3 to 1\"");
        html.ShouldContain("state-progress");
    }

    [Fact]
    public async Task Comparison_MarksWhatDiffers()
    {
        var first = await CreateAsync("first", "FINISHED", ("accuracy", 0.5), ("model", "same"));
        var second = await CreateAsync("second", "FAILED", ("accuracy", 0.75), ("model", "same"));

        var html = WebUtility.HtmlDecode(await PageAsync($"runs/compare?run={first}&run={second}"));

        html.Split("class=\"runs-differs\"").Length.ShouldBe(2);
        html.ShouldContain("<bdi>0.75</bdi> ↑");
        html.ShouldContain("<bdi>0.5</bdi> ↓");
    }

    [Theory]
    [InlineData("runs/compare", HttpStatusCode.BadRequest)]
    [InlineData("runs/compare?run=1", HttpStatusCode.BadRequest)]
    [InlineData("runs/0123", HttpStatusCode.NotFound)]
    [InlineData("runs?page=nonsense", HttpStatusCode.BadRequest)]
    public async Task Address_ThatLeadsNowhere_HasAPageThatSaysSo(string address, HttpStatusCode status)
    {
        using var response = await _server.Http.GetAsync(address);

        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadAsStringAsync()).ShouldContain("class=\"fault\"");
    }

    [Fact]
    public async Task Run_IsRenamedDeletedAndRestored()
    {
        var id = await CreateAsync("old", "FINISHED", ("accuracy", 1), ("model", "a"));

        (await ChangeAsync($"runs/{id}/name", "new")).ShouldContain("<bdi>new</bdi>");
        (await ChangeAsync($"runs/{id}/delete")).ShouldContain(">Restore<");
        (await PageAsync("runs")).ShouldNotContain(id);
        (await PageAsync("runs?view=deleted")).ShouldContain(id);
        (await ChangeAsync($"runs/{id}/restore")).ShouldNotContain(">Restore<");
    }

    private Task<string> PageAsync(string address) => _server.Http.GetStringAsync(address);

    private async Task<string> ChangeAsync(string address, string name = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Headers = { { "Sec-Fetch-Site", "same-origin" } },
            Content = new FormUrlEncodedContent([new("name", name)]),
        };
        using var response = await _server.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadAsStringAsync();
    }

    private async Task<string> CreateAsync(string name, string status, (string Key, double Value) metric, (string Key, string Value) param)
    {
        var made = await ApiAsync("runs/create", new { experiment_id = "0", run_name = name, start_time = 1_700_000_000_000 });
        var id = made.GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
        await LogAsync(id, metric.Key, metric.Value, 0);
        await ApiAsync("runs/log-parameter", new { run_id = id, key = param.Key, value = param.Value });
        await ApiAsync("runs/update", new { run_id = id, status, end_time = 1_700_000_060_000 });
        return id;
    }

    private Task LogAsync(string id, string key, double value, int step) =>
        ApiAsync("runs/log-metric", new { run_id = id, key, value, step, timestamp = 1_700_000_000_000 + step });

    private async Task<JsonElement> ApiAsync(string method, object body)
    {
        using var response = await _server.Http.PostAsJsonAsync($"/api/2.0/mlflow/{method}", body);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
