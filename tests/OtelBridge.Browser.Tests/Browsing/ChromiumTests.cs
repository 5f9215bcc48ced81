using OtelBridge.TestSupport;

namespace OtelBridge.Browser.Tests.Browsing;

/// <summary>That a page which complains fails the test that visits it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ChromiumTests(Chromium chromium) : IAsyncLifetime
{
    private ServerUnderTest _server = null!;

    public async Task InitializeAsync() => _server = await ServerUnderTest.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public Task Visit_OfAPageThatIsFine_Succeeds() => chromium.VisitAsync(_server.HttpAddress, async page =>
    {
        await page.OpenAsync("./");
        await Assertions.Expect(page.Heading("Experiments")).ToBeVisibleAsync();
    });

    [Theory]
    [InlineData("console.error('a mistake')", "a mistake")]
    [InlineData("setTimeout(() => { throw new Error('thrown') })", "thrown")]
    [InlineData("fetch('http://example.invalid/').catch(() => 0)", "http://example.invalid/")]
    [InlineData("setTimeout(() => alert('hello'))", "hello")]
    [InlineData("document.body.append(Object.assign(document.createElement('img'), { src: 'http://127.0.0.2:1/' }))", "Content Security Policy")]
    [InlineData("document.body.append(Object.assign(document.createElement('style'), { textContent: 'p { color: red }' }))", "Content Security Policy")]
    [InlineData("setTimeout(() => document.body.setAttribute('onclick', 'alert(1)'))", "TrustedScript")]
    public async Task Visit_OfAPageThatComplains_FailsWithWhatItSaid(string script, string said)
    {
        var failure = await Should.ThrowAsync<InvalidOperationException>(() => chromium.VisitAsync(_server.HttpAddress, async page =>
        {
            await page.OpenAsync("./");
            await page.Page.EvaluateAsync($"() => {{ {script} }}");
        }));

        failure.Message.ShouldContain(said);
    }

    [Fact]
    public Task Keyboard_FocusThatDoesNotShow_IsAFailure() => chromium.VisitAsync(_server.HttpAddress, async page =>
    {
        await page.OpenAsync("./");
        await page.Page.EvaluateAsync("() => document.styleSheets[1].insertRule('a:focus-visible { outline: none !important }', 0)");

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => page.Keyboard.TabToAsync(page.Link("OtelBridge")));

        failure.Message.ShouldContain("does not show it");
    });
}
