using System.Net;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Web.Tests.Comparison;

public sealed class ComparePageTests : IAsyncLifetime
{
    private const string Hostile = "<script>alert('x')</script>";

    private ServerUnderTest _server = null!;

    public async Task InitializeAsync() => _server = await ServerUnderTest.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Comparison_OfTwoTraces_TellsWhatDiffers()
    {
        await StoreAsync(Answer(1, 100, "old words"), Answer(2, 250, "new words"));

        var html = WebUtility.HtmlDecode(await _server.Http.GetStringAsync(Address(1, 2)));

        html.ShouldContain("+150 ms slower (150 %)");
        html.ShouldContain("<del>old</del> words");
        html.ShouldContain("<ins>new</ins> words");
    }

    [Fact]
    public async Task Comparison_SwappedSides_KeepsTheRow()
    {
        await StoreAsync(Answer(1, 100, "a"), Answer(2, 100, "b"));
        await StoreAsync(OtlpSamples.Span(2, 9, 1, "only here"));

        var html = WebUtility.HtmlDecode(await _server.Http.GetStringAsync($"{Address(1, 2)}&span=right.{OtlpSamples.SpanIdText(9)}"));

        html.ShouldContain($"compare?left={OtlpSamples.TraceIdText(2)}&right={OtlpSamples.TraceIdText(1)}&span={OtlpSamples.SpanIdText(9)}");
        html.ShouldContain("Not in the left trace");
    }

    [Fact]
    public async Task Comparison_OnlyDifferences_LeavesOutWhatIsTheSame()
    {
        await StoreAsync(Answer(1, 100, "a"), Answer(2, 100, "b"));
        await StoreAsync(OtlpSamples.Span(1, 8, 1, "same step"), OtlpSamples.Span(2, 8, 1, "same step"));

        (await _server.Http.GetStringAsync(Address(1, 2))).ShouldContain("same step");
        (await _server.Http.GetStringAsync($"{Address(1, 2)}&only=differences")).ShouldNotContain("same step");
    }

    [Fact]
    public async Task Comparison_OfHostileTraces_ShowsTextOnly()
    {
        await StoreAsync(
            OtlpSamples.Span(1, 1, name: Hostile).With("mlflow.spanInputs", Hostile).With(Hostile, Hostile),
            OtlpSamples.Span(2, 1, name: Hostile).With("mlflow.spanInputs", $"{Hostile} and more").With(Hostile, "other"));

        var html = await _server.Http.GetStringAsync(Address(1, 2));

        html.ShouldNotContain("<script>alert");
        html.ShouldContain("&lt;script&gt;alert");
    }

    [Fact]
    public async Task Comparison_OfManySpans_ShowsSomeAndOffersAll()
    {
        await StoreAsync([.. Enumerable.Range(1, 2).SelectMany(trace => Enumerable.Range(1, 1_000).Select(i => OtlpSamples.Span(trace, i, i == 1 ? null : 1, $"step {i}")))]);

        var some = await _server.Http.GetStringAsync(Address(1, 2));
        var all = await _server.Http.GetStringAsync($"{Address(1, 2)}&rows=all");

        some.ShouldContain("400 of 1,000 rows are shown");
        some.ShouldNotContain("step 999");
        all.ShouldContain("step 999");
    }

    [Fact]
    public async Task Comparison_WithItself_SaysSo()
    {
        await StoreAsync(Answer(1, 100, "a"));

        (await _server.Http.GetStringAsync(Address(1, 1))).ShouldContain("one and the same trace");
    }

    [Fact]
    public async Task Comparison_OfDifferentKinds_SaysSo()
    {
        await StoreAsync([.. Enumerable.Range(1, 5).Select(i => OtlpSamples.Span(1, i, i == 1 ? null : 1, $"a{i}")), .. Enumerable.Range(1, 5).Select(i => OtlpSamples.Span(2, i, i == 1 ? null : 1, $"b{i}"))]);

        (await _server.Http.GetStringAsync(Address(1, 2))).ShouldContain("little in common");
    }

    [Fact]
    public async Task Comparison_WithATraceThatIsNotThere_OffersOthers()
    {
        await StoreAsync(Answer(1, 100, "a"), Answer(2, 100, "b"));

        using var response = await _server.Http.GetAsync(Address(1, 77));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var html = WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync());
        html.ShouldContain($"There is no trace {OtlpSamples.TraceIdText(77)}");
        html.ShouldContain($"compare?left={OtlpSamples.TraceIdText(1)}&right={OtlpSamples.TraceIdText(2)}");
    }

    [Fact]
    public async Task Comparison_WithNothing_LetsOneChoose() => (await _server.Http.GetStringAsync("/compare")).ShouldContain("Compare two traces");

    [Fact]
    public async Task Comparison_WithAGoodOne_GoesToTheLatestOfTheSameName()
    {
        await StoreAsync(
            OtlpSamples.Span(1, 1, name: "it's", status: Status.Types.StatusCode.Error), OtlpSamples.Span(2, 1, name: "it's", offsetMs: 1),
            OtlpSamples.Span(3, 1, name: "it's", offsetMs: 2), OtlpSamples.Span(4, 1, name: "other", offsetMs: 3));

        using var response = await _server.Http.GetAsync($"/compare?left={OtlpSamples.TraceIdText(1)}&right=latest-ok");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.RequestMessage!.RequestUri!.Query.ShouldContain($"right={OtlpSamples.TraceIdText(3)}");
    }

    [Fact]
    public async Task Comparison_WithAGoodOneThatIsNotThere_SaysSo()
    {
        await StoreAsync(OtlpSamples.Span(1, 1, name: "lonely", status: Status.Types.StatusCode.Error));

        (await _server.Http.GetStringAsync($"/compare?left={OtlpSamples.TraceIdText(1)}&right=latest-ok")).ShouldContain("has gone well");
    }

    private static string Address(int left, int right) => $"/compare?left={OtlpSamples.TraceIdText(left)}&right={OtlpSamples.TraceIdText(right)}";

    private static Span Answer(int trace, int durationMs, string words) =>
        OtlpSamples.Span(trace, 1, name: "answer", offsetMs: trace, durationMs: durationMs).With("mlflow.spanInputs", $$"""{"text":"{{words}}"}""");

    private Task StoreAsync(params Span[] spans) => StoredSpans.SendAsync(_server, spans);
}
