using OtelBridge.Otlp;
using OtelBridge.Pricing;
using OtelBridge.Store.Doctor;
using OtelBridge.Store.Model;
using OtelBridge.Store.Translation;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage;

/// <summary>What spans and traces cost. Every backend inherits it.</summary>
public abstract class CostSuite : StoreSuite
{
    private const long Dollar = 1_000_000_000_000;

    [Fact]
    public async Task Cost_OfTokensWithAPrice_IsReckonedWhenStored()
    {
        await IngestAsync(Request(Call(1, 1, null, "priced", input: 1000, output: 100).With("gen_ai.usage.cache_read.input_tokens", Number(400))));

        var cost = (await GetAsync(1)).Info.Cost;

        SpanCost.Of(cost).ShouldBe(new SpanCost(2_400_000_000, 1_400_000_000, 1_000_000_000, CacheRead: 200_000_000));
        cost.UnpricedSpans.ShouldBe(0);
    }

    [Fact]
    public async Task Cost_OfAnUnknownModel_IsAbsentAndNotZero()
    {
        await IngestAsync(Request(Call(1, 1, null, "nobody knows it", 1000, 100)));
        await IngestAsync(Request(Call(2, 1, null, "priced", 0, 0)));

        var unknown = await GetAsync(1);
        (unknown.Info.Cost, unknown.SpanCosts.Count).ShouldBe((null, 0));
        (await GetAsync(2)).Info.Cost.ShouldBe(new Cost { Input = 0, Output = 0, Total = 0 });
        (await FindAsync("cost.total >= 0")).ShouldBe("2");
        (await FindAsync("NOT cost.total >= 0")).ShouldBe("1");
    }

    [Fact]
    public async Task Cost_ThatTheSpanSays_WinsOverPrices()
    {
        await IngestAsync(Request(Call(1, 1, null, "priced", 1000, 100).With("gen_ai.usage.cost", new AnyValue { DoubleValue = 0.1 })));

        (await GetAsync(1)).Info.Cost.ShouldBe(new Cost { Total = Dollar / 10 });
    }

    [Fact]
    public async Task Cost_OfAgentAndItsCalls_CountsOnceAndSaysWhatItLacks()
    {
        await IngestAsync(Request(
            Call(1, 1, null, "nobody knows it", 3000, 300),
            Call(1, 2, 1, "priced", 1000, 100),
            Call(1, 3, 1, "priced", 1000, 100),
            Call(1, 4, 1, "nobody knows it", 1000, 100)));

        var info = (await GetAsync(1)).Info;

        (info.TokenUsage.TotalTokens, info.Cost.Total, info.Cost.UnpricedSpans).ShouldBe((3300, 6_000_000_000, 1));
    }

    [Fact]
    public async Task Cost_OfSpansThatComeLateRepeatedAndInAnyOrder_IsTheSame()
    {
        Span[] spans =
        [
            Span(1, 1).With("gen_ai.usage.cost", Number(5)), Span(1, 2, parent: 1), Call(1, 3, 2, "priced", 1000, 100), Call(1, 4, 9, "priced", 1000, 100), Call(1, 5, 9, "x", 1, 1),
        ];
        Span[][] orders = [.. Permutations(spans).Where((_, i) => i % 7 == 0).Select(order => (Span[])[.. order, .. order.Take(2)])];

        await SendInOrdersAsync(orders, (trace, span) => IngestAsync(Request(InTrace(trace, span))));

        for (var i = 0; i < orders.Length; i++)
        {
            var cost = (await GetAsync(i + 1)).Info.Cost;
            (cost.Total, cost.UnpricedSpans).ShouldBe(((5 * Dollar) + 3_000_000_000, 1), string.Join(", ", orders[i].Select(span => span.Name)));
        }
    }

    [Fact]
    public async Task Cost_SpanReplacedByOneThatSaysLess_IsTakenBack()
    {
        await IngestAsync(Request(Call(1, 1, null, "priced", 1000, 100), Call(1, 2, 1, "priced", 500, 50)));
        await IngestAsync(Request(Span(1, 1)));

        (await GetAsync(1)).Info.Cost.Total.ShouldBe(1_500_000_000);
    }

    [Fact]
    public async Task SpanCosts_OfATrace_AreBesideSpansThatStayAsTheyWere()
    {
        var sent = Call(1, 1, null, "priced", 1000, 100);
        await IngestAsync(Request(sent.Clone(), Call(1, 2, 1, "nobody knows it", 1, 1)));

        var trace = await GetAsync(1);

        trace.ResourceSpans.AllSpans().First().ShouldBe(sent);
        trace.SpanCosts.ShouldHaveSingleItem().SpanId.ShouldBe(sent.SpanId);
        var views = SpanView.Of(trace);
        var shown = views[0].Attributes().Single(attribute => attribute.Key == "mlflow.llm.cost").Value.KvlistValue.Values;
        shown.Select(member => (member.Key, member.Value.DoubleValue)).ShouldBe([("input_cost", 0.002), ("output_cost", 0.001), ("total_cost", 0.003)]);
        views[1].Attributes().ShouldNotContain(attribute => attribute.Key == "mlflow.llm.cost");
    }

    [Fact]
    public async Task SpanCosts_SearchedFor_FindTheTraceOfOne()
    {
        await IngestAsync(Request(Span(1, 1), Call(1, 2, 1, "priced", 1000, 100), Call(1, 3, 1, "priced", 2000, 0)));
        await IngestAsync(Request(Call(2, 1, null, "priced", 4000, 0)));

        (await FindAsync("span.cost = 0.003")).ShouldBe("1");
        (await FindAsync("cost.total > 0.007")).ShouldBe("2");
        (await FindAsync("cost.input = 0.006")).ShouldBe("1");
    }

    [Fact]
    public async Task Prices_ThatHaveChanged_LeaveStoredCostsAlone()
    {
        await IngestAsync(Request(Call(1, 1, null, "priced", 1000, 100)));
        var now = PriceTable.Load(new MemoryStream("""{"models": [{ "model": "priced", "input": 200, "output": 1000 }]}"""u8.ToArray()));

        (await CheckAsync(repair: true, now)).ShouldBeEmpty();

        (await GetAsync(1)).Info.Cost.Total.ShouldBe(3_000_000_000);
    }

    protected static Span Call(int trace, int span, int? parent, string model, int input, int output) => Span(trace, span, parent, $"span {span}", offsetMs: span)
        .With("gen_ai.response.model", model).With("gen_ai.usage.input_tokens", Number(input)).With("gen_ai.usage.output_tokens", Number(output));

    protected async Task<string> FindAsync(string filter)
    {
        var page = await Store.Reader.SearchTracesAsync(new TraceQuery([], 100, string.Empty) { Filter = filter }, CancellationToken.None).WaitAsync(Patience);
        return string.Concat(Enumerable.Range(1, 9).Where(number => page.Items.Any(info => info.TraceId == TraceIdText(number))));
    }

    // What is not sound.
    protected async Task<List<CheckOutcome>> CheckAsync(bool repair, PriceTable? prices = null)
    {
        await Store.FinishIndexAsync(CancellationToken.None).WaitAsync(Patience);
        var outcomes = new List<CheckOutcome>();
        foreach (var check in StoreCheckup.Of(Store, prices ?? Prices))
        {
            var results = await check.RunAsync(repair, static (_, _) => { }, CancellationToken.None).WaitAsync(Patience);
            outcomes.AddRange(results.Select(result => result.Outcome).Where(outcome => outcome != CheckOutcome.Sound));
        }

        return outcomes;
    }

    private static AnyValue Number(long value) => new() { IntValue = value };
}
