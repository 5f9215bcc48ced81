using System.Text;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests.Experiments;

public sealed class ExperimentPickerTests : IAsyncLifetime
{
    private ServerUnderTest _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        _server.Http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        foreach (var name in (string[])["support bot", "it's 100%", "<b>bold</b>"])
        {
            using var content = new StringContent($$"""{"name":"{{name}}"}""", Encoding.UTF8, "application/json");
            (await _server.Http.PostAsync("/api/2.0/mlflow/experiments/create", content)).EnsureSuccessStatusCode().Dispose();
        }
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Choices_KeepTheRestOfTheScope()
    {
        var html = await _server.Http.GetStringAsync("/experiments/choices?area=dashboard&filter=status+%3D+%27ERROR%27&last=7d&experiment=1");

        html.ShouldContain("href=\"dashboard?filter=status%20%3D%20%27ERROR%27&amp;last=7d\">All experiments");
        html.ShouldContain("href=\"dashboard?experiment=1&amp;filter=status%20%3D%20%27ERROR%27&amp;last=7d\" aria-current=\"true\">support bot");
    }

    [Fact]
    public async Task Choices_OfAPageWithoutScope_LeadToTheTraces()
    {
        var html = await _server.Http.GetStringAsync("/experiments/choices?area=status");

        html.ShouldContain("href=\"traces?experiment=1\">support bot");
    }

    [Theory]
    [InlineData("BOT", "support bot")]
    [InlineData("it's", "it&#x27;s 100%")]
    [InlineData("<b>", "&lt;b&gt;bold&lt;/b&gt;")]
    public async Task Search_FindsPartsOfNames(string part, string name)
    {
        var html = await _server.Http.GetStringAsync($"/experiments/choices?q={Uri.EscapeDataString(part)}");

        html.Split("<a ").Length.ShouldBe(2);
        html.ShouldContain($">{name}</a>");
    }

    [Fact]
    public async Task Search_ThatFindsNothing_SaysSo() =>
        (await _server.Http.GetStringAsync("/experiments/choices?q=nobody")).ShouldContain("No experiment is called so.");

    [Fact]
    public async Task Page_NamesWhatItIsAbout() => (await _server.Http.GetStringAsync("/")).ShouldContain("<span class=\"picker-name\">All experiments</span>");
}
