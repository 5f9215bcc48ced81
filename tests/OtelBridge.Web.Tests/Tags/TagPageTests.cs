using System.Net;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Web.Tests.Tags;

public sealed class TagPageTests : IAsyncLifetime
{
    private ServerUnderTest _server = null!;
    private HttpClient _visitor = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        _visitor = Visitors.Of(_server);
        await StoredSpans.SendAsync(_server, Span(1, 1));
    }

    public async Task DisposeAsync()
    {
        _visitor.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Tag_AddedChangedRemoved_IsSoOnThePage()
    {
        (await PostAsync(("key", "team <b>"), ("value", "search"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await PageAsync()).ShouldContain("team &lt;b&gt;");

        (await PostAsync(("key", "team <b>"), ("had", "1"), ("seen", "search"), ("value", "ads"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await PageAsync()).ShouldContain("ads");

        (await PostAsync(("key", "team <b>"), ("had", "1"), ("seen", "ads"), ("do", "remove"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        (await PageAsync()).ShouldNotContain("team &lt;b&gt;");
    }

    [Fact]
    public async Task Tag_TwoEditors_TheSecondSeesBothValuesAndChooses()
    {
        await PostAsync(("key", "team"), ("value", "old"));
        await PostAsync(("key", "team"), ("had", "1"), ("seen", "old"), ("value", "theirs <i>"));

        var asked = await (await PostAsync(("key", "team"), ("had", "1"), ("seen", "old"), ("value", "mine <b>"))).Content.ReadAsStringAsync();

        asked.ShouldContain("Somebody else changed this tag");
        asked.ShouldContain("theirs &lt;i&gt;");
        asked.ShouldContain("mine &lt;b&gt;");
        (await PageAsync()).ShouldContain("theirs &lt;i&gt;");
        await PostAsync(("key", "team"), ("had", "1"), ("seen", "theirs <i>"), ("value", "mine <b>"));
        (await PageAsync()).ShouldContain("mine &lt;b&gt;");
    }

    [Fact]
    public async Task Tag_AddedThatIsThere_IsNotWrittenOver()
    {
        await PostAsync(("key", "team"), ("value", "first"));

        var asked = await (await PostAsync(("key", "team"), ("value", "second"))).Content.ReadAsStringAsync();

        asked.ShouldContain("Somebody else changed this tag");
        (await PageAsync()).ShouldContain("first");
    }

    [Fact]
    public async Task Tag_WithSeveralLines_IsChangedThoughBrowsersEndLinesTheirWay()
    {
        await PostAsync(("key", "note"), ("value", "one\ntwo"));

        (await PostAsync(("key", "note"), ("had", "1"), ("seen", "one\r\ntwo"), ("value", "three"))).StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Theory]
    [InlineData("", "v")]
    [InlineData("x*251", "v")]
    [InlineData("k", "x*8001")]
    public async Task Tag_ThatCannotBe_IsRefused(string key, string value)
    {
        using var response = await PostAsync(("key", Long(key)), ("value", Long(value)));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static string Long(string text) => text.StartsWith("x*", StringComparison.Ordinal) ? new string('x', int.Parse(text[2..], System.Globalization.CultureInfo.InvariantCulture)) : text;

    private Task<HttpResponseMessage> PostAsync(params (string Name, string Value)[] fields) =>
        _visitor.PostAsync($"/traces/{TraceIdText(1)}/tags", new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    private Task<string> PageAsync() => _visitor.GetStringAsync($"/traces/{TraceIdText(1)}");
}
