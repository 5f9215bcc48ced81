using OtelBridge.Dialects;
using OtelBridge.Pricing;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Tests.Storage;

public sealed class UsageTreeTests
{
    [Fact]
    public void Sum_NoUsage_IsNull() => Sum([Node(1, null), Node(2, 1)]).ShouldBeNull();

    [Fact]
    public void Sum_ZeroUsage_IsZeroNotNull() => Sum([Node(1, null, 0)]).ShouldBe(default(SpanTokenUsage));

    [Fact]
    public void Sum_UsageBelowUsage_CountsOnce() =>
        Sum([Node(1, null), Node(2, 1, 10), Node(3, 2), Node(4, 3, 4), Node(5, 1, 7)]).ShouldBe(Usage(17));

    [Fact]
    public void Sum_ParentUnknown_CountsAsRoot() => Sum([Node(2, 99, 10), Node(3, 98, 5)]).ShouldBe(Usage(15));

    [Fact]
    public void Sum_CycleOfParents_Ends() => Sum([Node(1, 2), Node(2, 1), Node(3, 2, 5)]).ShouldBe(Usage(5));

    [Fact]
    public void Sum_SpanThatIsItsOwnParent_Ends() => Sum([Node(1, 1), Node(2, 1, 5)]).ShouldBe(Usage(5));

    [Fact]
    public void Sum_DeepChain_IsWalkedOnce()
    {
        var chain = Enumerable.Range(1, 50_000).Select(i => Node(i, i == 1 ? null : i - 1, i % 2 == 0 ? 1 : null)).ToList();

        Sum(chain).ShouldBe(Usage(1));
    }

    [Fact]
    public void TryAdd_AnyOrder_LeadsToTheSumOfAPlainRecount()
    {
        var random = new Random(3);
        for (var round = 0; round < 300; round++)
        {
            var nodes = Enumerable.Range(1, random.Next(1, 40))
                .Select(i => Node(i, random.Next(4) == 0 ? null : random.Next(1, 50), random.Next(2) == 0 ? random.Next(100) : null)).ToArray();
            nodes = [.. nodes.Select(n => random.Next(3) == 0 ? n with { Cost = RandomCost(random) } : n)];
            nodes = [.. nodes.Where(n => n.ParentSpanId is null || n.ParentSpanId > n.SpanId)]; // no cycles: what they sum to depends on the order
            random.Shuffle(nodes);

            Total(nodes).ShouldBe(Recount(nodes), string.Join(' ', nodes.Select(n => n.ToString())));
        }
    }

    [Fact]
    public void TryAdd_SameSpanAgain_ChangesNothingAndAnotherIsRefused()
    {
        var tree = UsageTree.Of([Node(1, null, 5), Node(2, 1, 3)]);

        tree.TryAdd(Node(2, 1, 3)).ShouldBeTrue();
        tree.TryAdd(Node(2, null, 3)).ShouldBeFalse();
        tree.TryAdd(Node(2, 1, 4)).ShouldBeFalse();

        tree.Total.Tokens.ShouldBe(Usage(5));
    }

    [Fact]
    public void Sum_BeyondSixtyFourBits_StopsAtTheLargest() =>
        Sum([Node(1, null, long.MaxValue), Node(2, null, 5)])!.Value.Input.ShouldBe(long.MaxValue);

    [Fact]
    public void Cost_NobodySays_IsNull() => Total([Node(1, null, 5), Node(2, 1)]).Cost.ShouldBeNull();

    [Fact]
    public void Cost_Zero_IsZeroNotNull() => Total([new(1, null, null, new SpanCost(0))]).Cost.ShouldBe(new SpanCost(0));

    [Fact]
    public void Cost_PartsThatSomeHave_AreSumsOfThose()
    {
        var spans = new SpanUsage[] { new(1, null, null, new SpanCost(10, 4, 6, Reasoning: 2)), new(2, null, null, new SpanCost(5)), new(3, 2, null, new SpanCost(7, 7, 0)) };

        Total(spans).Cost.ShouldBe(new SpanCost(15, 4, 6, Reasoning: 2));
    }

    [Fact]
    public void Cost_SpanThatRepeatsTheTokensBelow_CoversTheirTokensAndNotTheirCost()
    {
        var total = Total([Node(1, null, 12), new(2, 1, Usage(5), new SpanCost(3)), new(3, 1, Usage(7), new SpanCost(4))]);

        total.ShouldBe(new TraceUsage(Usage(12), new SpanCost(7), UnpricedSpans: 0));
    }

    [Fact]
    public void UnpricedSpans_CallsWithoutAPrice_AreCounted()
    {
        Total([Node(1, null, 12), new(2, 1, Usage(5), new SpanCost(3)), Node(3, 1, 7)]).UnpricedSpans.ShouldBe(1);
        Total([new(1, null, null, new SpanCost(3)), Node(2, 1), Node(3, 2, 7)]).UnpricedSpans.ShouldBe(0, "the cost of the ancestor has it");
    }

    private static TraceUsage Total(IEnumerable<SpanUsage> spans) => UsageTree.Of(spans).Total;

    private static SpanTokenUsage? Sum(IEnumerable<SpanUsage> spans) => UsageTree.Of(spans).Total.Tokens;

    private static SpanCost RandomCost(Random random) =>
        new(random.Next(100), random.Next(2) == 0 ? random.Next(100) : null, random.Next(2) == 0 ? random.Next(100) : null, CacheRead: random.Next(3) == 0 ? 1 : null);

    private static TraceUsage Recount(SpanUsage[] spans)
    {
        var byId = spans.ToDictionary(s => s.SpanId);
        IEnumerable<SpanUsage> Ancestors(SpanUsage s)
        {
            while (s.ParentSpanId is { } id && byId.TryGetValue(id, out s))
            {
                yield return s;
            }
        }

        var tokens = spans.Where(s => s.TokenUsage is not null).ToList();
        var costs = spans.Where(s => s.Cost is not null && !Ancestors(s).Any(above => above.Cost is not null)).Select(s => s.Cost!).ToList();
        long? Sum(Func<SpanCost, long?> part) => costs.Any(cost => part(cost) is not null) ? costs.Sum(part) : null;
        return new(
            tokens.Count == 0
                ? null
                : tokens.Where(s => !Ancestors(s).Any(above => above.TokenUsage is not null)).Aggregate(default(SpanTokenUsage), (sum, s) => sum + s.TokenUsage!.Value),
            costs.Count == 0 ? null : new SpanCost(costs.Sum(c => c.Total), Sum(c => c.Input), Sum(c => c.Output), Sum(c => c.CacheRead), Sum(c => c.CacheWrite), Sum(c => c.Reasoning)),
            tokens.Count(s => s.Cost is null && !Ancestors(s).Any(above => above.Cost is not null)
                && !spans.Any(below => (below.TokenUsage is not null || below.Cost is not null) && Ancestors(below).Contains(s))));
    }

    private static SpanUsage Node(long id, long? parent, long? tokens = null) => new(id, parent, tokens is { } n ? Usage(n) : null);

    private static SpanTokenUsage Usage(long tokens) => new(tokens, tokens, tokens);
}
