using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using Google.Protobuf;

namespace OtelBridge.Web.Tests.TraceView;

public sealed class TracePageTests : IAsyncLifetime
{
    private static readonly string Id = OtlpSamples.TraceIdText(1);

    private ServerUnderTest _server = null!;

    public async Task InitializeAsync() => _server = await ServerUnderTest.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Page_OfATrace_HasItsSpansInTheOrderOfTheTree()
    {
        await SendAsync(OtlpSamples.Span(1, 3, parent: 1, name: "third", offsetMs: 5), OtlpSamples.Span(1, 2, parent: 1, name: "second", offsetMs: 2), OtlpSamples.Span(1, 1, name: "first"));

        var html = await PageAsync();

        var places = new[] { "first", "second", "third" }.Select(name => html.IndexOf($"<bdi>{name}</bdi>", html.IndexOf("treegrid", StringComparison.Ordinal), StringComparison.Ordinal)).ToList();
        places.ShouldAllBe(place => place > 0);
        places.ShouldBeInOrder();
    }

    [Fact]
    public async Task Page_OfASpan_HasThePanelOfIt()
    {
        await SendAsync(OtlpSamples.Span(1, 1, name: "first"), OtlpSamples.Span(1, 2, parent: 1, name: "second"));

        var html = await PageAsync($"?span={OtlpSamples.SpanIdText(2)}");

        html.ShouldContain("""<h2 id="span-name" dir="auto">second</h2>""");
    }

    [Fact]
    public async Task Page_OfASpanThatIsNotThere_ShowsTheTraceWithItsFirst()
    {
        await SendAsync(OtlpSamples.Span(1, 1, name: "first"));

        foreach (var span in (string[])["b000000000000009", "none", "%00"])
        {
            (await PageAsync($"?span={span}")).ShouldContain("""<h2 id="span-name" dir="auto">first</h2>""");
        }
    }

    [Fact]
    public async Task Page_WithNamesThatAreMarkup_HasThemAsText()
    {
        await SendAsync(OtlpSamples.Span(1, 1, name: "<script>alert(1)</script>").With("mlflow.trace.session", "<img src=x onerror=alert(1)>").With("mlflow.spanType", "<b>TYPE</b>"));

        var html = await PageAsync();

        html.ShouldNotContain("<script>alert");
        html.ShouldNotContain("<img src=x");
        html.ShouldNotContain("<b>TYPE");
        html.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    }

    [Fact]
    public async Task Page_AndTree_OfVeryLongNames_StaySmall()
    {
        await SendAsync(Enumerable.Range(1, 50).Select(static i => OtlpSamples.Span(1, i, parent: i == 1 ? null : 1, name: i + new string('n', 100_000))));

        (await PageAsync()).Length.ShouldBeLessThan(500_000);
        (await TreeAsync()).GetRawText().Length.ShouldBeLessThan(50_000);
    }

    [Fact]
    public async Task Tree_OfATrace_HasAColumnForEachThing()
    {
        await SendAsync(
            OtlpSamples.Span(1, 1, name: "root", durationMs: 100).With("mlflow.spanType", "AGENT"),
            OtlpSamples.Span(1, 2, parent: 1, name: "call", offsetMs: 10, durationMs: 50, status: Status.Types.StatusCode.Error).With("mlflow.chat.tokenUsage", """{"input_tokens":7,"output_tokens":3,"total_tokens":10}"""));

        var tree = await TreeAsync();

        tree.GetProperty("ids").GetString().ShouldBe(OtlpSamples.SpanIdText(1) + OtlpSamples.SpanIdText(2));
        Numbers(tree, "depth").ShouldBe([0, 1]);
        Numbers(tree, "from").ShouldBe([0, 100_000]);
        Numbers(tree, "duration").ShouldBe([1_000_000, 500_000]);
        Numbers(tree, "covered").ShouldBe([500_000, 0]);
        Numbers(tree, "failures").ShouldBe([1, 0]);
        Numbers(tree, "tokens").ShouldBe([1, 7, 3]);
        Numbers(tree, "critical").ShouldBe([0, 600_000, 400_000, 1, 0, 500_000, 0, 0, 100_000]);
        tree.GetProperty("names").EnumerateArray().Select(static name => name.GetString()).ShouldBe(["root", "call"]);
        tree.GetProperty("errors").EnumerateArray().First().GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Tree_ForABrowserThatTakesIt_IsCompressed(string encoding)
    {
        await SendAsync(OtlpSamples.Span(1, 1));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"traces/{Id}/tree") { Headers = { AcceptEncoding = { new StringWithQualityHeaderValue(encoding) } } };

        using var response = await _server.Http.SendAsync(request);

        response.Content.Headers.ContentEncoding.ShouldBe([encoding]);
        await using var body = await response.Content.ReadAsStreamAsync();
        await using Stream plain = encoding == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        (await JsonDocument.ParseAsync(plain)).RootElement.GetProperty("spans").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Page_OfALargeTrace_ComesWithoutItsSpans()
    {
        foreach (var part in LargeTraces.Requests(1, 5_000))
        {
            await SendAsync(part);
        }

        (await PageAsync()).ShouldContain("Reading 5,000 spans");
        (await PageAsync("?rows=first")).ShouldContain("turn 1");
        (await TreeAsync()).GetProperty("depth").GetArrayLength().ShouldBe(5_000);
    }

    [Fact]
    public async Task Tree_OfThirtyThousandSpans_IsSmallOnTheWire()
    {
        foreach (var part in LargeTraces.Requests(1, 30_000))
        {
            await SendAsync(part);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, $"traces/{Id}/tree") { Headers = { { "Accept-Encoding", "br" } } };
        using var response = await _server.Http.SendAsync(request);

        (await response.Content.ReadAsByteArrayAsync()).Length.ShouldBeLessThan(600_000);
    }

    [Fact]
    public async Task Page_OfACircle_HasEverySpanAndSaysSo()
    {
        await SendAsync(OtlpSamples.Span(1, 1, parent: 2, name: "hen"), OtlpSamples.Span(1, 2, parent: 1, name: "egg", offsetMs: 1));

        var tree = await TreeAsync();

        Numbers(tree, "depth").ShouldBe([0, 1]);
        Notices(tree).ShouldHaveSingleItem().ShouldStartWith("No root span has arrived yet");
        (await PageAsync()).ShouldContain("<bdi>egg</bdi>");
    }

    [Fact]
    public async Task Tree_OfClocksThatDiffer_CanBeAligned()
    {
        await SendAsync(OtlpSamples.Span(1, 1, offsetMs: 100, durationMs: 100), OtlpSamples.Span(1, 2, parent: 1, offsetMs: 20));

        Numbers(await TreeAsync(), "from").ShouldBe([800_000, -800_000]);
        Numbers(await TreeAsync("?clocks=aligned"), "from").ShouldBe([0, 0]);
    }

    [Fact]
    public async Task Page_OfSpansFromTheFuture_SaysSo()
    {
        var span = OtlpSamples.Span(1, 1);
        (span.StartTimeUnixNano, span.EndTimeUnixNano) = ((ulong)long.MaxValue - 10, (ulong)long.MaxValue);

        await SendAsync(span);

        Notices(await TreeAsync()).ShouldContain("1 span starts in the future.");
        (await PageAsync()).ShouldContain("<bdi>step</bdi>");
    }

    [Fact]
    public async Task Found_InAttributesAndEvents_AreTheSpansThatSayIt()
    {
        var second = OtlpSamples.Span(1, 2, parent: 1);
        second.Events.Add(new Span.Types.Event { Name = "note", Attributes = { OtlpSamples.Attribute("text", "A Hidden thing") } });
        await SendAsync(OtlpSamples.Span(1, 1).With("deep", "nothing"), second, OtlpSamples.Span(1, 3, parent: 1).With("key", "hidden"));

        (await _server.Http.GetStringAsync($"traces/{Id}/found?text=HIDDEN")).ShouldBe($"[\"{OtlpSamples.SpanIdText(2)}\",\"{OtlpSamples.SpanIdText(3)}\"]");
        (await _server.Http.GetStringAsync($"traces/{Id}/found?text=hi")).ShouldBe("[]");
    }

    [Fact]
    public async Task Files_OfATrace_AreWhatItsNamesSay()
    {
        await SendAsync(OtlpSamples.Span(1, 1, name: "first"));

        var otlp = JsonDocument.Parse(await _server.Http.GetStringAsync($"traces/{Id}/otlp.json")).RootElement;
        var mlflow = JsonDocument.Parse(await _server.Http.GetStringAsync($"traces/{Id}/mlflow.json")).RootElement;

        otlp.GetProperty("resourceSpans")[0].GetProperty("scopeSpans")[0].GetProperty("spans")[0].GetProperty("name").GetString().ShouldBe("first");
        mlflow.GetProperty("spans")[0].GetProperty("name").GetString().ShouldBe("first");
    }

    [Fact]
    public async Task Files_ForOtherTools_AreWhatTheirNamesSay()
    {
        await SendAsync(OtlpSamples.Span(1, 1, name: "first"));

        var jaeger = JsonDocument.Parse(await _server.Http.GetStringAsync($"traces/{Id}/jaeger.json")).RootElement;
        var zipkin = JsonDocument.Parse(await _server.Http.GetStringAsync($"traces/{Id}/zipkin.json")).RootElement;

        jaeger.GetProperty("data")[0].GetProperty("spans")[0].GetProperty("operationName").GetString().ShouldBe("first");
        zipkin[0].GetProperty("name").GetString().ShouldBe("first");
        (await _server.Http.GetAsync($"traces/{Id}/other.json")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Delete_FromOurPage_DeletesTheTrace()
    {
        await SendAsync(OtlpSamples.Span(1, 1));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"traces/{Id}/delete") { Headers = { { "Sec-Fetch-Site", "same-origin" } } };

        using var response = await _server.Http.SendAsync(request);

        (await _server.Http.GetAsync($"traces/{Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Delete_FromElsewhere_DeletesNothing()
    {
        await SendAsync(OtlpSamples.Span(1, 1));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"traces/{Id}/delete") { Headers = { { "Sec-Fetch-Site", "cross-site" } } };

        using var response = await _server.Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await _server.Http.GetAsync($"traces/{Id}")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/tree")]
    [InlineData("/otlp.json")]
    public async Task Trace_ThatIsNotStored_IsNotFound(string part)
    {
        using var response = await _server.Http.GetAsync($"traces/tr-00000000000000000000000000000009{part}");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync()).ShouldContain("was deleted, or has not arrived yet");
    }

    [Fact]
    public async Task Page_OfATraceInProgress_ListensToItsChanges()
    {
        await SendAsync(OtlpSamples.Span(1, 1, durationMs: -1));
        (await PageAsync()).ShouldContain("<ob-live");

        await SendAsync(OtlpSamples.Span(1, 1));

        (await PageAsync()).ShouldNotContain("<ob-live");
    }

    private static IEnumerable<long> Numbers(JsonElement tree, string column) => tree.GetProperty(column).EnumerateArray().Select(static number => number.GetInt64());

    private static IEnumerable<string?> Notices(JsonElement tree) => tree.GetProperty("notices").EnumerateArray().Select(static notice => notice.GetString());

    private Task SendAsync(params IEnumerable<Span> spans) => SendAsync(OtlpSamples.Request(spans));

    private async Task SendAsync(ExportTraceServiceRequest request)
    {
        using var body = new ByteArrayContent(request.ToByteArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-protobuf") } };
        using var response = await _server.OtlpHttp.PostAsync("v1/traces", body);
        response.EnsureSuccessStatusCode();
    }

    private Task<string> PageAsync(string query = "") => _server.Http.GetStringAsync($"traces/{Id}{query}");

    private async Task<JsonElement> TreeAsync(string query = "") => JsonDocument.Parse(await _server.Http.GetStringAsync($"traces/{Id}/tree{query}")).RootElement;
}
