using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Completion;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Search.Completion;

public sealed class FilterCompleterTests
{
    // What makes a filter of one that was just completed: a field needs an operator, a family a key, an operator a value, a joint a comparison.
    private static readonly string[] Continuations =
        ["", "= 'x'", "> 1", "LIKE 'x'", "x = 'y'", "'x'", "1", "'x')", ")", " )", "name = 'x'", "('x')", "name = 'x' )", "model = 'x'"];

    private static readonly string[] Filters =
    [
        "status = 'ERROR' AND execution_time_ms > 2000",
        "name LIKE 'chat%' AND tags.environment = 'prod' AND metadata.`mlflow.trace.user` = 'ada'",
        "span.type = 'TOOL' AND span.name NOT IN ('search', \"it's\")",
        "NOT (span.attributes.`gen_ai.request.temperature` >= 0.7 OR feedback.correctness = 'false')",
        "trace.text MATCH 'refund policy' and ((model LIKE 'gpt-3%' OR error ILIKE '%timeout%'))",
        "cost.total != 0.5 AND \"session\" = 's' AND tags.\"my key\" RLIKE '^a'",
    ];

    [Theory]
    [InlineData("sta|", "status ")]
    [InlineData("STAT|", "status ")]
    [InlineData("|", "request_id ")]
    [InlineData("dur|", "span.duration_ms ")]
    [InlineData("trace.te|", "trace.text ")]
    [InlineData("tex|", "trace.text ")]
    [InlineData("tag|", "tag.")]
    [InlineData("span.at|", "span.attributes.")]
    [InlineData("cost.|", "cost.input ")]
    [InlineData("status = 'OK' AND mod|", "model ")]
    [InlineData("NOT (mod|", "model ")]
    [InlineData("status |", "= ")]
    [InlineData("status|  = 'x'", "status ")]
    [InlineData("status N|", "NOT IN (")]
    [InlineData("status not |", "NOT IN (")]
    [InlineData("status not i|", "NOT IN (")]
    [InlineData("execution_time_ms >|", ">= ")]
    [InlineData("trace.text M|", "MATCH ")]
    [InlineData("status = |", "'OK' ")]
    [InlineData("status =|", " 'OK' ")]
    [InlineData("status = 'ERR|", "'ERROR' ")]
    [InlineData("status = \"ERR|\"", "'ERROR' ")]
    [InlineData("status = err|", "'ERROR' ")]
    [InlineData("status IN (|", "'OK'")]
    [InlineData("status IN ('OK'|", ", ")]
    [InlineData("status IN ('OK', 'E|", "'ERROR'")]
    [InlineData("status IN ('OK') |", "AND ")]
    [InlineData("status = 'OK'|", " AND ")]
    [InlineData("status = 'OK' A|", "AND ")]
    [InlineData("(status = 'OK' )|", " AND ")]
    [InlineData("execution_time_ms > |", "1000 ")]
    [InlineData("tags.|", "tags.environment ")]
    [InlineData("tags.my|", "tags.`my team` ")]
    [InlineData("tags.`my t|", "tags.`my team` ")]
    [InlineData("tags.environment = '|", "'it''s' ")]
    [InlineData("span.attributes.my|", "span.attributes.`my team` ")]
    [InlineData("name LIKE 'cha|", "'%cha%' ")]
    public async Task Completion_AtThePlaceOfTheCursor_SuggestsWhatMayStandThere(string text, string expected)
    {
        var completion = await CompleteAsync(text);

        completion.Suggestions.Select(static each => each.Insert).ShouldContain(expected);
    }

    [Theory]
    [InlineData("nonsense here |")]
    [InlineData("status = 'OK' nonsense |")]
    [InlineData("status = 'OK' ) |")]
    [InlineData("status = x y |")]
    [InlineData("1e400|")]
    [InlineData("execution_time_ms > 1e400 |")]
    [InlineData("span.attributes.temperature >= |")]
    public async Task Completion_BehindWhatIsWrong_IsNothing(string text) => (await CompleteAsync(text)).Suggestions.ShouldBeEmpty();

    [Theory]
    [InlineData("st|atus = 'OK'", 0, 6)]
    [InlineData("name = 'a' AND st|", 15, 17)]
    [InlineData("name = 'ab|' AND model = 'x'", 7, 11)]
    [InlineData("status = 'OK' |", 14, 14)]
    [InlineData("status NOT I|", 7, 12)]
    public async Task Completion_InsideAWord_TakesThePlaceOfAllOfIt(string text, int start, int end)
    {
        var completion = await CompleteAsync(text);

        (completion.Start, completion.End).ShouldBe((start, end));
    }

    [Fact]
    public async Task Completion_InsideBrackets_OffersToCloseThem() =>
        (await CompleteAsync("(status = 'OK' |")).Suggestions.Select(static each => each.Label).ShouldBe(["AND", "OR", ")"]);

    [Fact]
    public async Task Completion_OfMoreThanAFilterMayBe_IsNothing() => (await CompleteAsync(new string('(', 20_000) + "|")).Suggestions.ShouldBeEmpty();

    [Fact]
    public async Task Completion_ValuesTooLongToChoose_AreLeftOut() =>
        (await CompleteAsync("model = '|")).Suggestions.ShouldAllBe(static each => each.Insert.Length < 400);

    [Fact]
    public void Completion_Whatever_MakesTheFilterLonger() => Prop.ForAll(
        Places().ToArbitrary(),
        static place =>
        {
            var completion = Task.Run(() => CompleteAsync(place.Text, place.At)).GetAwaiter().GetResult();
            return completion.Suggestions.All(each => CanBecomeAFilter(place.Text[..completion.Start] + each.Insert)).ToProperty()
                .Label($"{place.Text[..place.At]}| → {string.Join(" · ", completion.Suggestions.Select(static each => each.Insert))}");
        }).ShouldHold(300);

    [Fact]
    public void Completion_AnyText_IsAnswered() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(),
        static text =>
        {
            text ??= "";
            var completion = Task.Run(() => CompleteAsync(text, text.Length / 2)).GetAwaiter().GetResult();
            return completion.Start >= 0 && completion.Start <= completion.End && completion.End <= text.Length;
        }).ShouldHold(300);

    private static Gen<(string Text, int At)> Places() =>
        from filter in Gen.Elements(Filters)
        from at in Gen.Choose(0, filter.Length)
        from rest in Gen.Elements("", filter[at..])
        select (filter[..at] + rest, at);

    // Open brackets are closed by as many as are needed.
    private static bool CanBecomeAFilter(string text) =>
        Continuations.Any(each => Enumerable.Range(0, 4).Any(depth => IsFilter(text + each + new string(')', depth))));

    private static bool IsFilter(string text)
    {
        try
        {
            return TraceFilter.Parse(text) is not null;
        }
        catch (InvalidFilterException)
        {
            return false;
        }
    }

    private static Task<FilterCompletion> CompleteAsync(string marked)
    {
        var at = marked.IndexOf('|', StringComparison.Ordinal);
        return CompleteAsync(marked.Remove(at, 1), at);
    }

    private static Task<FilterCompletion> CompleteAsync(string text, int at) => new FilterCompleter(List).CompleteAsync(text, at, CancellationToken.None);

    private static Task<IReadOnlyList<string>> List(string identifier, string prefix, int limit, CancellationToken cancellationToken)
    {
        string[] values = identifier.EndsWith('.') ? ["environment", "my team", "q`uote"] : ["it's", "chat", new string('x', 5_000)];
        return Task.FromResult<IReadOnlyList<string>>([.. values.Where(value => value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Take(limit)]);
    }
}
