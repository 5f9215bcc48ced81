using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Search;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>Texts and patterns that ClickHouse has ways of its own with are compared as in memory.</summary>
public sealed class ClickHouseTextTests : StoreSuite
{
    private static readonly string[] Texts =
    [
        "plain", "PLAIN", "İstanbul", "straße", "STRASSE", "ΣΊΣΥΦΟΣ", "ς", "\u212Aelvin", "kelvin", "a\\b", "a\\\\b", "50%", "50x", "a_b", "a😀b", "x\ny", "x\n", "q'uo\"te", "nul\0in",
        "edge\u0001", "Ǆ", "ǅ", "\U00010400deseret", "e\u0301", "Ⅷ", "日本語", "v\vt", " ",
    ];

    private static readonly string[] Patterns =
        ["plain", "PLA%", "i%", "%STRASSE%", "%ß%", "%Σ%", "k%", "a\\b", "a\\%", "%\\", "50%", "a_b", "a__b", "x%y", "x_", "q'%\"%", "%\0%", "%\u0001", "ǆ", "%\U00010428%", "%'; DROP%", "_", "%本%", "%"];

    private static readonly string[] Regexes =
    [
        "^.$", "^..$", "a.b", @"\d", @"^\w+$", "^[A-Z]+$", @"\s", @"x\s$", "x$", "(?i)strasse", @"\p{L}", "^$", @"^(pl|st)a?", "(a{100}){100}|plain", @"v[\s]t", "e(?=.)", @"(.)\1", @"\bplain\b", "[^a-z]+", "%",
    ];

    private readonly ClickHouseTestStore _store = new();

    [Theory]
    [InlineData("name", 1)]
    [InlineData("span.name", 3)]
    [InlineData("span.attributes.v", 5)]
    public async Task Search_AnyTextAndPattern_FindsWhatMemoryFinds(string field, int every)
    {
        await IngestAsync(Request(Texts.Select(static (text, i) => Span(i, 1, name: text).With("v", text))));
        var comparisons = Patterns.SelectMany(static pattern => new[] { ("=", pattern), ("!=", pattern), ("LIKE", pattern), ("ILIKE", pattern) })
            .Concat(Regexes.Select(static pattern => ("RLIKE", pattern)));
        foreach (var (comparison, pattern) in comparisons.Where((_, i) => i % every == 0)) // the fields differ in where their texts are, not in how they are compared
        {
            var filter = $"{field} {comparison} '{pattern.Replace("'", "''", StringComparison.Ordinal)}'";
            var holds = TextTest.Of((ComparisonNode)TraceFilter.Parse(filter)!);
            var expected = Enumerable.Range(0, Texts.Length).Where(i => holds(Texts[i])).Select(TraceIdText).Order(StringComparer.Ordinal).ToList();

            (await SearchAsync(filter)).ShouldBe(expected, filter);
            if (comparison == "RLIKE")
            {
                (await Store.Reader.CountTracesAsync([], filter, CancellationToken.None)).ShouldBe(expected.Count, filter); // in part by memory
            }
        }
    }

    [Fact]
    public async Task Search_AnyPatternInText_FindsWhatMemoryFinds()
    {
        await IngestAsync(Request(Texts.Select(static (text, i) => Span(i, 1, name: text))));
        foreach (var (comparison, pattern) in Patterns.SelectMany(static pattern => new[] { ("LIKE", pattern), ("ILIKE", pattern) }))
        {
            var filter = $"trace.text {comparison} '{pattern.Replace("'", "''", StringComparison.Ordinal)}'";
            var holds = TextTest.Of((ComparisonNode)TraceFilter.Parse(filter)!);

            (await SearchAsync(filter)).ShouldBe(Enumerable.Range(0, Texts.Length).Where(i => holds(Texts[i])).Select(TraceIdText).Order(StringComparer.Ordinal).ToList(), filter);
        }
    }

    [Fact]
    public async Task Search_TokenWithAVeryLongText_GoesOnBehindIt()
    {
        await IngestAsync(Request(Enumerable.Range(0, 3).Select(static i => Span(i, 1).With("mlflow.trace.tag.t", new string('é', 7000) + i))));
        var query = new TraceQuery([], 1, string.Empty) { OrderBy = ["tags.t"] };
        var first = await Store.Reader.SearchTracesAsync(query, CancellationToken.None);
        var position = JsonNode.Parse(Base64Url.DecodeFromChars(first.NextPageToken))!.AsArray();
        position[1] = new string('é', 7000) + '1' + new string('\'', 200_000);

        var next = await Store.Reader.SearchTracesAsync(
            query with { PageToken = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(position.ToJsonString())) }, CancellationToken.None);

        first.Items.ShouldHaveSingleItem().TraceId.ShouldBe(TraceIdText(0));
        next.Items.ShouldHaveSingleItem().TraceId.ShouldBe(TraceIdText(2));
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await _store.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenAsync() => _store.OpenAsync();

    protected override void Empty() => _store.Empty();

    private async Task<List<string>> SearchAsync(string filter) =>
        [.. (await Store.Reader.SearchTracesAsync(new TraceQuery([], 100, string.Empty) { Filter = filter }, CancellationToken.None).WaitAsync(Patience))
            .Items.Select(static info => info.TraceId).Order(StringComparer.Ordinal)];
}
