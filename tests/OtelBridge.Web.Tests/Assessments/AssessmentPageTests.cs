using System.Net;
using System.Text.Json;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Web.Tests.Assessments;

public sealed class AssessmentPageTests : IAsyncLifetime
{
    private ServerUnderTest _server = null!;
    private HttpClient _visitor = null!;

    public async Task InitializeAsync()
    {
        _server = await ServerUnderTest.StartAsync();
        _visitor = Visitors.Of(_server);
        await StoredSpans.SendAsync(_server, Span(1, 1, name: "root"), Span(1, 2, parent: 1));
    }

    public async Task DisposeAsync()
    {
        _visitor.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("feedback", "yes", "", "auto", "true")]
    [InlineData("feedback", "no", "ignored", "auto", "false")]
    [InlineData("feedback", "other", "4", "auto", "4.0")]
    [InlineData("feedback", "other", "4", "text", "\"4\"")]
    [InlineData("feedback", "other", "so-so", "auto", "\"so-so\"")]
    [InlineData("feedback", "other", "{\"a\":[1,null]}", "json", "{\"a\": [1.0, null]}")]
    [InlineData("expectation", "other", "Paris", "text", "\"Paris\"")]
    public async Task Create_AnyValue_IsReadBackByRest(string kind, string answer, string value, string form, string stored)
    {
        using var response = await PostAsync("", ("kind", kind), ("name", "correctness"), ("answer", answer), ("value", value), ("as", form), ("rationale", "because"), ("author", "Ada"), ("about", SpanIdText(2)), ("back", "traces?x=1"));

        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        response.Headers.Location!.OriginalString.ShouldBe("/traces?x=1");
        var assessment = (await AssessmentsAsync()).ShouldHaveSingleItem();
        assessment.GetProperty("assessment_name").GetString().ShouldBe("correctness");
        assessment.GetProperty("span_id").GetString().ShouldBe(SpanIdText(2));
        assessment.GetProperty("rationale").GetString().ShouldBe("because");
        assessment.GetProperty("source").ToString().ShouldBe("""{"source_type":"HUMAN","source_id":"Ada"}""");
        var said = assessment.GetProperty(kind);
        (said.TryGetProperty("value", out var plain) ? plain.GetRawText() : said.GetProperty("serialized_value").GetProperty("value").GetString()).ShouldBe(stored);
    }

    [Theory]
    [InlineData("name", "")]
    [InlineData("answer", "")]
    [InlineData("answer", "other")]
    [InlineData("name", "x*251")]
    public async Task Create_SomethingMissing_SaysWhatAndKeepsWhatWasTyped(string field, string value)
    {
        var fields = new Dictionary<string, string> { ["kind"] = "feedback", ["name"] = "n", ["answer"] = "yes", ["rationale"] = "typed <b>text</b>" };
        fields[field] = value == "x*251" ? new string('x', 251) : value;

        using var response = await PostAsync("", [.. fields.Select(pair => (pair.Key, pair.Value))]);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var html = await response.Content.ReadAsStringAsync();
        html.ShouldContain("Not saved yet");
        html.ShouldContain("typed &lt;b&gt;text&lt;/b&gt;");
        (await AssessmentsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Update_ValueAndReason_AreChangedAndSourceStays()
    {
        await PostAsync("", ("kind", "feedback"), ("name", "n"), ("answer", "yes"), ("author", "Ada"));
        var id = (await AssessmentsAsync())[0].GetProperty("assessment_id").GetString()!;

        using var response = await PostAsync($"/{id}", ("kind", "feedback"), ("name", "m"), ("answer", "no"), ("rationale", "on reflection"));

        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        var changed = (await AssessmentsAsync()).ShouldHaveSingleItem();
        changed.GetProperty("assessment_name").GetString().ShouldBe("m");
        changed.GetProperty("feedback").GetProperty("value").GetBoolean().ShouldBeFalse();
        changed.GetProperty("source").GetProperty("source_id").GetString().ShouldBe("Ada");
    }

    [Fact]
    public async Task Delete_OneThatReplacedAnother_BringsThatBack()
    {
        await PostAsync("", ("kind", "feedback"), ("name", "n"), ("answer", "yes"));
        var first = (await AssessmentsAsync())[0].GetProperty("assessment_id").GetString()!;
        await _server.Http.PostAsync($"/api/3.0/mlflow/traces/{TraceIdText(1)}/assessments", Json(
            """{"assessment":{"assessment_name":"n","overrides":"FIRST","source":{"source_type":"CODE","source_id":"check"},"feedback":{"value":false}}}""".Replace("FIRST", first, StringComparison.Ordinal)));

        var before = await PanelAsync();
        before.ShouldContain("Before (1)");
        var second = (await AssessmentsAsync()).Single(item => item.TryGetProperty("overrides", out _)).GetProperty("assessment_id").GetString()!;
        using var response = await PostAsync($"/{second}/delete", ("back", "//evil.example"));

        response.Headers.Location!.OriginalString.ShouldStartWith("/");
        response.Headers.Location.OriginalString.ShouldNotStartWith("//");
        (await AssessmentsAsync()).ShouldHaveSingleItem().GetProperty("valid").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Panel_NamesThatWereUsed_AreOfferedAgain_AndTheAuthorIsRemembered()
    {
        using var response = await PostAsync("", ("kind", "feedback"), ("name", "tone \"of\" <voice>"), ("answer", "yes"), ("author", "Ada <&> \"L\""));

        var html = await PanelAsync();

        html.ShouldContain("<option value=\"tone &quot;of&quot; &lt;voice&gt;\"");
        html.ShouldContain("value=\"Ada &lt;&amp;&gt; &quot;L&quot;\"");
    }

    [Fact]
    public async Task Change_AskedForByAnotherSite_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/traces/{TraceIdText(1)}/assessments") { Content = new FormUrlEncodedContent([new("name", "n"), new("answer", "yes")]) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var response = await _server.Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await AssessmentsAsync()).ShouldBeEmpty();
    }

    private static StringContent Json(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    private Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields) =>
        _visitor.PostAsync($"/traces/{TraceIdText(1)}/assessments{path}", new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    private Task<string> PanelAsync() => _visitor.GetStringAsync($"/traces/{TraceIdText(1)}/spans/{SpanIdText(1)}");

    private async Task<IReadOnlyList<JsonElement>> AssessmentsAsync()
    {
        using var trace = JsonDocument.Parse(await _server.Http.GetStringAsync($"/api/3.0/mlflow/traces/{TraceIdText(1)}"));
        return trace.RootElement.GetProperty("trace").GetProperty("trace_info").TryGetProperty("assessments", out var list) ? [.. list.Clone().EnumerateArray()] : [];
    }
}
