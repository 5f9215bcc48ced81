using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests.Dashboard;

public sealed class DashboardPageTests : IAsyncLifetime
{
    private ServerUnderTest _server = null!;

    public async Task InitializeAsync() => _server = await ServerUnderTest.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Page_WithoutScripts_HasAllPartsWhenAsked()
    {
        await SendAsync("<img src=x onerror=alert(1)>");

        var html = await _server.Http.GetStringAsync("/dashboard?whole=1");

        foreach (var id in new[] { "overview", "models", "names", "spans", "outliers", "assessments" })
        {
            html.ShouldContain($"id=\"dash-{id}\"");
        }

        html.ShouldNotContain("<img");
        html.ShouldNotContain("style=");
        html.ShouldContain("&lt;img src=x");
    }

    [Fact]
    public async Task Page_WithAFilterThatCannotBeRead_SaysWhereInTheFieldThatCompletes()
    {
        var html = WebUtility.HtmlDecode(await _server.Http.GetStringAsync("/dashboard?sort=cost&filter=status+%3D%3D+1"));

        html.ShouldContain("<ob-filter data-complete=\"complete\">");
        html.ShouldContain("name=\"filter\" value=\"status == 1\"");
        html.ShouldContain("<input type=\"hidden\" name=\"sort\" value=\"cost\"");
        html.ShouldContain("class=\"traces-fault\" role=\"status\" data-place=\"");
        html.ShouldNotContain("<ob-later");
    }

    [Fact]
    public async Task Page_Parts_AreWhereItSays()
    {
        var html = WebUtility.HtmlDecode(await _server.Http.GetStringAsync("/dashboard?last=1h&sort=cost"));

        var parts = html.Split("<ob-later src=\"").Skip(1).Select(part => part.Split('"')[0]).ToList();
        parts.Count.ShouldBe(6);
        foreach (var part in parts)
        {
            part.ShouldContain("last=1h");
            using var response = await _server.Http.GetAsync(part);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, part);
        }
    }

    [Fact]
    public async Task Filter_ThatCannotBeRead_IsToldInPlace()
    {
        var html = await _server.Http.GetStringAsync("/dashboard?filter=nonsense");

        html.ShouldContain("aria-invalid=\"true\"");
        html.ShouldContain("value=\"nonsense\"");
        html.ShouldNotContain("<ob-later");
    }

    [Fact]
    public async Task Part_ThatThereIsNot_IsNotFound()
    {
        using var response = await _server.Http.GetAsync("/dashboard/nothing");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task SendAsync(string name)
    {
        using var body = new ByteArrayContent(OtlpSamples.Request(OtlpSamples.Span(1, 1, name: name)).ToByteArray());
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        using var response = await _server.OtlpHttp.PostAsync("/v1/traces", body);
        response.EnsureSuccessStatusCode();
    }
}
