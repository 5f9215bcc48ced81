using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Search;

/// <summary>What searches promise beside finding the right traces: pages, tokens, text that is not indexed yet, errors. Every backend inherits it.</summary>
public abstract class TraceSearchSuite : StoreSuite
{
    /// <summary>Whether the database matches patterns by automata, in a time that the length of the text bounds.</summary>
    protected virtual bool ColumnPatternsNeverExplode => false;

    /// <summary>Whether that is so for attributes of spans too.</summary>
    protected virtual bool AttributePatternsNeverExplode => false;

    [Theory]
    [InlineData("", "")]
    [InlineData("tags.env = 'prod'", "")]
    [InlineData("trace.text ILIKE '%step%'", "")]
    [InlineData("", "execution_time DESC")]
    [InlineData("", "tags.env")]
    [InlineData("", "status")]
    public async Task Search_TracesArriveWhilePaging_NothingRepeatsOrIsMissed(string filter, string order)
    {
        await IngestAsync(Request(Enumerable.Range(0, 60).Select(i => Tagged(i))));
        var before = Enumerable.Range(0, 60).Select(TraceIdText).ToList();

        var found = new List<string>();
        var token = string.Empty;
        for (var page = 0; page == 0 || token.Length > 0; page++)
        {
            var next = await SearchAsync(filter, order, 7, token);
            found.AddRange(next.Items.Select(info => info.TraceId));
            token = next.NextPageToken;
            await IngestAsync(Request(Tagged(100 + page)));
        }

        found.ShouldBeUnique();
        before.Except(found).ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_TokenOfAnotherSearch_IsRefused()
    {
        await IngestAsync(Request(Enumerable.Range(0, 5).Select(i => Tagged(i))));
        var token = (await SearchAsync("tags.env = 'prod'", "execution_time", 2)).NextPageToken;

        await Should.ThrowAsync<InvalidPageTokenException>(() => SearchAsync("tags.env = 'staging'", "execution_time", 2, token));
        await Should.ThrowAsync<InvalidPageTokenException>(() => SearchAsync("tags.env = 'prod'", "execution_time DESC", 2, token));
        await Should.ThrowAsync<InvalidPageTokenException>(() => SearchAsync("tags.env = 'prod'", "", 2, token));
        var other = new TraceQuery(["0"], 2, token) { Filter = "tags.env = 'prod'", OrderBy = ["execution_time"] };
        await Should.ThrowAsync<InvalidPageTokenException>(() => Store.Reader.SearchTracesAsync(other, CancellationToken.None));
        (await SearchAsync("tags.env = 'prod'", "execution_time", 3, token)).Items.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Search_MlflowsOffsetToken_PassesOverSoMany()
    {
        await IngestAsync(Request(Enumerable.Range(0, 6).Select(i => Tagged(i))));

        var page = await SearchAsync("", "", 2, Convert.ToBase64String("""{"offset": 3}"""u8));

        page.Items.Select(info => info.TraceId).ShouldBe([TraceIdText(2), TraceIdText(1)]);
        (await SearchAsync("", "", 2, page.NextPageToken)).Items.Select(info => info.TraceId).ShouldBe([TraceIdText(0)]);
    }

    [Theory]
    [InlineData("""{"offset": -1}""")]
    [InlineData("""{"offset": "x"}""")]
    [InlineData("""{"offset": 99999999999}""")]
    [InlineData("""{}""")]
    [InlineData("""["x"]""")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("not json")]
    public async Task Search_BrokenToken_IsRefused(string json)
    {
        var refusal = await Should.ThrowAsync<InvalidPageTokenException>(() => SearchAsync("", "", 2, Convert.ToBase64String(Encoding.UTF8.GetBytes(json))));

        refusal.Message.ShouldStartWith("Invalid page token");
    }

    [Theory]
    [InlineData("status = ")]
    [InlineData("nonsense = 'x'")]
    [InlineData("span.name RLIKE '('")]
    public async Task Search_BrokenFilter_IsRefused(string filter)
    {
        await Should.ThrowAsync<InvalidFilterException>(() => SearchAsync(filter, ""));
        await Should.ThrowAsync<InvalidFilterException>(() => Store.Reader.CountTracesAsync([], filter, CancellationToken.None));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("span.name")]
    [InlineData("tags.evil")]
    [InlineData("span.attributes.evil")]
    public async Task Search_RegexThatExplodes_IsRefusedOrAnsweredInTime(string field)
    {
        var value = new string('a', 60) + "!";
        await IngestAsync(Request(Span(1, 1, name: value).With("mlflow.trace.tag.evil", value).With("evil", value)));

        var search = SearchAsync($"{field} RLIKE '(a+)+$'", "").WaitAsync(Patience);
        if (field == "span.attributes.evil" ? AttributePatternsNeverExplode : ColumnPatternsNeverExplode)
        {
            await search;
            return;
        }

        (await Should.ThrowAsync<InvalidFilterException>(() => search)).Message.ShouldContain("RLIKE");
    }

    [Theory]
    [InlineData("trace.text LIKE '%line one\nline two%'", true)]
    [InlineData("trace.text LIKE '%say \"hello\"%'", true)]
    [InlineData("trace.text LIKE '%in the caf%'", true)]
    [InlineData("trace.text ILIKE '%IN THE c_f%'", true)]
    [InlineData("trace.text LIKE '%the in%'", false)]
    [InlineData("trace.text MATCH 'nline'", false)]
    [InlineData("trace.text ILIKE '%LINE ONE%'", true)]
    [InlineData("trace.text LIKE '%LINE ONE%'", false)]
    [InlineData("trace.text MATCH 'line café'", true)]
    [InlineData("trace.text MATCH 'caf*'", true)]
    [InlineData("trace.text MATCH 'caf'", false)]
    [InlineData("trace.text ILIKE '%nested value%'", true)]
    [InlineData("span.content ILIKE '%ested%'", true)]
    [InlineData("trace.text ILIKE '%spanInputs%'", false)]
    [InlineData("span.attributes.mlflow.spanInputs LIKE '%line one%'", true)]
    [InlineData("span.attributes.mlflow.spanInputs LIKE '%nested%'", false)]
    [InlineData("span.attributes.missing != 'x'", false)]
    public async Task Search_Text_IsWhatPeopleReadBeforeAndAfterItIsIndexed(string filter, bool isFound)
    {
        var nested = new AnyValue { KvlistValue = new KeyValueList { Values = { Attribute("inner", "nested value") } } };
        await IngestAsync(Request(
            Span(1, 1).With("mlflow.spanInputs", """{"text":"line one\nline two, say \"hello\" in the caf\u00e9"}""").With("tree", nested), Span(2, 1)));
        string[] expected = isFound ? [TraceIdText(1)] : [];

        (await SearchAsync(filter, "")).Items.Select(info => info.TraceId).ShouldBe(expected);
        await Store.FinishIndexAsync(CancellationToken.None);
        (await SearchAsync(filter, "")).Items.Select(info => info.TraceId).ShouldBe(expected);
    }

    [Fact]
    public async Task Search_AttributeOfAnotherDialect_IsFoundUnderMlflowsKey()
    {
        await IngestAsync(Request(Span(1, 1).With("gen_ai.operation.name", "chat").With("gen_ai.input.messages", """[{"role":"user","content":"why is it so"}]""")));
        await Store.FinishIndexAsync(CancellationToken.None);

        (await SearchAsync("span.attributes.mlflow.spanInputs LIKE '%why is it so%'", "")).Items.Count.ShouldBe(1);
        (await SearchAsync("span.attributes.mlflow.spanType = 'CHAT_MODEL' AND span.type = 'CHAT_MODEL'", "")).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Search_SpanAddedAndReplacedAfterIndexing_FindsWhatIsThereNow()
    {
        await IngestAsync(Request(Span(1, 1).With("note", "before")));
        await Store.FinishIndexAsync(CancellationToken.None);
        await IngestAsync(Request(Span(1, 1).With("note", "after"), Span(1, 2, parent: 1).With("note", "beside")));

        for (var round = 0; round < 2; round++)
        {
            (await SearchAsync("trace.text ILIKE '%before%'", "")).Items.ShouldBeEmpty();
            (await SearchAsync("trace.text MATCH 'after beside'", "")).Items.Count.ShouldBe(1);
            (await SearchAsync("NOT trace.text ILIKE '%before%'", "")).Items.Count.ShouldBe(1);
            await Store.FinishIndexAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task Search_LongRunOfLetters_IsFoundByAnyPart()
    {
        await IngestAsync(Request(Span(1, 1).With("data", new string('x', 200) + "needle" + new string('y', 200)), Span(2, 1)));
        await Store.FinishIndexAsync(CancellationToken.None);

        (await SearchAsync("trace.text ILIKE '%xneedley%'", "")).Items.Count.ShouldBe(1);
        (await SearchAsync("trace.text ILIKE '%needless%'", "")).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_Cancelled_Ends()
    {
        await IngestAsync(Request(Enumerable.Range(0, 50).Select(i => Tagged(i))));
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        var query = new TraceQuery([], 10, string.Empty) { Filter = "trace.text LIKE '%nothing of the kind%'" };
        await Should.ThrowAsync<OperationCanceledException>(() => Store.Reader.SearchTracesAsync(query, cancellation.Token));
    }

    [Theory]
    [InlineData("name", "1")]
    [InlineData("execution_time", "\"text\"")]
    [InlineData("timestamp_ms", "\"text\"")]
    [InlineData("timestamp_ms", "null")]
    [InlineData("", "\"text\"")]
    public async Task Search_TokenWithAValueOfAnotherKind_IsRefused(string order, string value)
    {
        await IngestAsync(Request(Enumerable.Range(0, 3).Select(Tagged)));
        var token = (await SearchAsync("", order, 1)).NextPageToken;
        var items = JsonNode.Parse(Base64Url.DecodeFromChars(token))!.AsArray();
        items[1] = JsonNode.Parse(value);

        await Should.ThrowAsync<InvalidPageTokenException>(() => SearchAsync("", order, 1, Base64Url.EncodeToString(Encoding.UTF8.GetBytes(items.ToJsonString()))));
    }

    [Theory]
    [InlineData("NOT ", "", 60)]
    [InlineData("NOT (tags.env = 'x' OR ", ")", 30)]
    [InlineData("tags.env = 'prod' AND (trace.text LIKE '%a%' OR (", "))", 30)]
    public async Task Search_DeepFilter_IsAnsweredOrRefused(string opening, string closing, int levels)
    {
        await IngestAsync(Request(Tagged(0)));
        var filter = string.Concat(Enumerable.Repeat(opening, levels)) + "name LIKE '%'" + string.Concat(Enumerable.Repeat(closing, levels));

        var fault = await Record.ExceptionAsync(() => SearchAsync(filter, ""));

        (fault is null or InvalidFilterException).ShouldBeTrue($"{fault}");
    }

    [Fact]
    public async Task Search_NotOfNot_IsWhatItWas()
    {
        await IngestAsync(Request(Tagged(0), Tagged(1)));

        (await SearchAsync("NOT NOT tags.env = 'prod'", "")).Items.ShouldBe((await SearchAsync("tags.env = 'prod'", "")).Items);
        (await SearchAsync("NOT NOT NOT tags.env = 'prod'", "")).Items.ShouldBe((await SearchAsync("NOT tags.env = 'prod'", "")).Items);
    }

    private static Span Tagged(int number) =>
        Span(number, 1, offsetMs: number, durationMs: number % 9).With("mlflow.trace.tag.env", "prod");

    private Task<Page<TraceInfo>> SearchAsync(string filter, string order, int max = 100, string token = "") => Store.Reader.SearchTracesAsync(
        new TraceQuery([], max, token) { Filter = filter, OrderBy = order.Length > 0 ? [order] : [] }, CancellationToken.None);
}
