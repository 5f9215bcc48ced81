using OtelBridge.Dialects;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Tests.Storage;

public sealed class TokenUsageTreeTests
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
            nodes = [.. nodes.Where(n => n.ParentSpanId is null || n.ParentSpanId > n.SpanId)]; // no cycles: what they sum to depends on the order
            random.Shuffle(nodes);

            Sum(nodes).ShouldBe(Recount(nodes), string.Join(' ', nodes));
        }
    }

    [Fact]
    public void TryAdd_SameSpanAgain_ChangesNothingAndAnotherIsRefused()
    {
        var tree = TokenUsageTree.Of([Node(1, null, 5), Node(2, 1, 3)]);

        tree.TryAdd(Node(2, 1, 3)).ShouldBeTrue();
        tree.TryAdd(Node(2, null, 3)).ShouldBeFalse();
        tree.TryAdd(Node(2, 1, 4)).ShouldBeFalse();

        tree.Total.ShouldBe(Usage(5));
    }

    [Fact]
    public void Sum_BeyondSixtyFourBits_StopsAtTheLargest() =>
        Sum([Node(1, null, long.MaxValue), Node(2, null, 5)])!.Value.Input.ShouldBe(long.MaxValue);

    private static SpanTokenUsage? Sum(IEnumerable<SpanUsage> spans) => TokenUsageTree.Of(spans).Total;

    private static SpanTokenUsage? Recount(SpanUsage[] spans)
    {
        var byId = spans.ToDictionary(s => s.SpanId);
        bool Covered(SpanUsage s) => s.ParentSpanId is { } id && byId.TryGetValue(id, out var parent) && (parent.TokenUsage is not null || Covered(parent));
        var carrying = spans.Where(s => s.TokenUsage is not null).ToList();
        return carrying.Count == 0
            ? null
            : carrying.Where(s => !Covered(s)).Aggregate(default(SpanTokenUsage), (sum, s) => sum + s.TokenUsage!.Value);
    }

    private static SpanUsage Node(long id, long? parent, long? tokens = null) => new(id, parent, tokens is { } n ? Usage(n) : null);

    private static SpanTokenUsage Usage(long tokens) => new(tokens, tokens, tokens);
}
